import { parseArgs } from 'node:util';
import { followInbox } from '../helpers/inbox-stream.ts';
import { runStackProgram, startStack } from '../helpers/local-stack.ts';
import { createLoadClient, measureSignIns } from './load.ts';
import { countRequests } from './requests.ts';

const HELP = `Usage: npm run bench -- [--json] [--rounds <n>]

Measures the whole product on this machine: sign-ins per second through real handlers, SDK clients, database and
HTTP; start-up; requests per sign-in. Other load on the machine lowers the numbers.

  --json        print one JSON object on the last line, nothing else on stdout
  --rounds <n>  rounds of each throughput measurement, of which the median counts (default 3)
`;

type Row = { readonly name: string; readonly value: number; readonly goal: string; readonly isMet: boolean };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const progress = (text: string): void => console.error(`bench: ${text}`);

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const rounds = async (count: number, name: string, measure: () => Promise<number>): Promise<number> => {
  const seen: number[] = [];
  for (let round = 1; round <= count; round += 1) {
    seen.push(await measure());
    progress(`${name}, round ${round} of ${count}: ${seen.at(-1)?.toFixed(0)}`);
  }
  return median(seen);
};

const throughput = (start: typeof startStack, users: number) => async (): Promise<number> => {
  const stack = await start();
  try {
    return await measureSignIns(stack.config, { users, warmUp: 300, concurrency: 16 });
  } finally {
    await stack.stop();
  }
};

/** From the start of the process to tokens in hand. */
const startToFirstSignIn = async (): Promise<number> => {
  const startedAt = performance.now();
  const stack = await startStack();
  const client = createLoadClient(stack.config, 1);
  const inbox = followInbox(stack.config.web);
  try {
    await client.signIn('ann@example.com', inbox.codeFor);
    return performance.now() - startedAt;
  } finally {
    inbox.close();
    client.close();
    await stack.stop();
  }
};

const emailStack = () => runStackProgram(new URL('./email-stack.ts', import.meta.url), []);
const inMemoryStack = () => runStackProgram(new URL('./in-memory-stack.ts', import.meta.url), []);

if (values.help) {
  console.log(HELP);
} else {
  const count = Number(values.rounds);
  if (!Number.isInteger(count) || count < 1) {
    console.error(`--rounds is ${values.rounds}: give a whole number above 0\n\n${HELP}`);
    process.exit(1);
  }
  const requests = await countRequests();
  const result = {
    signInsPerSecond: await rounds(count, 'sign-ins per second', throughput(emailStack, 1_000)),
    signInsPerSecondThreeChannels: await rounds(
      count,
      'sign-ins per second of a deployment with three channels',
      throughput(startStack, 1_000),
    ),
    signInsPerSecondInMemory: await rounds(count, 'sign-ins per second in memory', throughput(inMemoryStack, 2_000)),
    startToFirstSignInMs: await rounds(count, 'start to first sign-in, ms', startToFirstSignIn),
    ...requests,
  };
  const atLeast = (name: keyof typeof result, goal: number): Row => ({
    name,
    value: result[name],
    goal: `>= ${goal}`,
    isMet: result[name] >= goal,
  });
  const atMost = (name: keyof typeof result, goal: number): Row => ({
    name,
    value: result[name],
    goal: `<= ${goal}`,
    isMet: result[name] <= goal,
  });
  const rows = [
    atLeast('signInsPerSecond', 200),
    atLeast('signInsPerSecondThreeChannels', 150),
    atLeast('signInsPerSecondInMemory', 600),
    atMost('startToFirstSignInMs', 2_000),
    atMost('createRequests', 5),
    atMost('createRoundTrips', 3),
    atMost('verifyRequests', 3),
    atMost('verifyRoundTrips', 3),
  ];
  if (values.json) {
    console.log(JSON.stringify(Object.fromEntries(rows.map(({ name, value }) => [name, Math.round(value)]))));
  } else {
    console.table(
      Object.fromEntries(
        rows.map(({ name, value, goal, isMet }) => [
          name,
          { value: Math.round(value), goal, met: isMet ? 'yes' : 'no' },
        ]),
      ),
    );
  }
}
