import { type DataPoint, readEmf } from '../../local/dashboard/emf.ts';

/** What lines weigh in CloudWatch Logs, and which metrics they make. */
export type Printed = {
  readonly bytes: number;
  readonly lines: number;
  /** `Name{dimension=value,...}`, each once: what CloudWatch bills as one custom metric. */
  readonly streams: readonly string[];
};

/** The longest name that CloudFormation gives a function. */
const FUNCTION_NAME = 'f'.repeat(64);

/** Values that differ from run to run, at the length that they have on AWS or a little above. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  durationMs: 150,
  SendLatency: 150,
  TimeToSignIn: 30_000,
  DeliveryLatency: 2_000,
  function_name: FUNCTION_NAME,
  function_arn: `arn:aws:lambda:us-east-1:000000000000:function:${FUNCTION_NAME}`,
  function_memory_size: '512',
  cold_start: false,
  xray_trace_id: `1-${'0'.repeat(8)}-${'0'.repeat(24)}`,
  messageId: '0'.repeat(60),
};

/** What Lambda itself writes for each run in the text format. Source: Lambda Developer Guide, "Viewing CloudWatch logs" */
const REQUEST = '0'.repeat(36);
export const PLATFORM_LINES: readonly string[] = [
  `START RequestId: ${REQUEST} Version: $LATEST`,
  `END RequestId: ${REQUEST}`,
  `REPORT RequestId: ${REQUEST}\tDuration: 1000.00 ms\tBilled Duration: 1000 ms\tMemory Size: 512 MB\tMax Memory Used: 100 MB`,
];

/** CloudWatch Logs adds so many bytes to each event. Source: CloudWatch Logs API Reference, "PutLogEvents" */
export const EVENT_OVERHEAD_BYTES = 26;

const COLD_START_LINE = /"ColdStart":1/;

/** Weighs what the runs of functions printed, with everything that differs from run to run at a stated length. */
export const weighLines = (invocations: readonly { readonly lines: readonly string[] }[]): Printed => {
  const own = invocations.flatMap(({ lines }) => lines).filter((line) => !COLD_START_LINE.test(line));
  const all = [...own.map(steady), ...invocations.flatMap(() => PLATFORM_LINES)];
  return {
    lines: all.length,
    bytes: all.reduce((sum, line) => sum + Buffer.byteLength(line) + EVENT_OVERHEAD_BYTES, 0),
    streams: [...new Set(own.flatMap((line) => readEmf(line).map(streamOf)))].sort(),
  };
};

const streamOf = ({ name, dimensions }: DataPoint): string => {
  const own = Object.entries(dimensions).filter(([dimension]) => dimension !== 'service');
  return `${name}{${own.map((pair) => pair.join('=')).join(',')}}`;
};

const steady = (line: string): string => {
  if (!line.startsWith('{')) return line;
  const entries = Object.entries(JSON.parse(line) as Record<string, unknown>);
  return JSON.stringify(Object.fromEntries(entries.map(([name, value]) => [name, STAND_INS[name] ?? value])));
};
