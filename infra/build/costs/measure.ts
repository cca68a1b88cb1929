import { functionEnvironment } from '../../local/deployment.ts';
import { startLocalStack } from '../../local/local-stack.ts';
import { localTables } from '../../local/tables.ts';
import { startTriggerRunner } from '../../local/triggers/trigger-runner.ts';
import type { DestinationIndexes } from './index-units.ts';
import { METERED_CHANNELS, METERED_FUNCTION, METERED_URL, type Metered, startMeter } from './meter.ts';
import { type Printed, weighLines } from './printed-lines.ts';
import { createVisitor, mailDelivered, type Visitor } from './visitor.ts';

/** What one thing that people do asks of AWS. */
export type Usage = {
  /** Requests of the browser or the app to Cognito. */
  readonly cognitoCalls: number;
  /** Runs by the trigger's name; `EventBridge` for a mail event. */
  readonly runs: Readonly<Record<string, number>>;
  /** Containers that each began from nothing, which every sign-in here does, so that no cache hides a request. */
  readonly containers: number;
  /** Requests by IAM's names. */
  readonly requests: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Those of `writeUnits` that the records table takes; the audit trail and its index take the others. */
  readonly recordWriteUnits: number;
  /** Rows of the audit trail that it leaves. */
  readonly auditRows: number;
  readonly printed: Printed;
  /** Characters of the text message, where there was one. */
  readonly text: string | null;
};

/** What people do, by a name of its own. */
export type Scenario = (visitor: Visitor) => Promise<{ readonly cognitoCalls: number; readonly text?: string }>;

const PORTS = { web: 0, cognito: 0, aws: 0, dynamodb: 0 };
const PROVIDERS = { sms: 'sns', push: 'pinpoint' } as const;
const METERED = new URL('./metered-function.ts', import.meta.url);

/** A machine that is busy with other things may miss the functions' own deadlines: what came of that is no measure. */
const TRIES = 4;

/**
 * Does what people do on the local stack, with the real functions, clients and database behind a meter.
 * @param channels `email` for a deployment with email alone, `all` for one with three channels
 * @throws where a sign-in failed again and again
 */
export const measure = async <Name extends string>(
  channels: 'email' | 'all',
  indexes: DestinationIndexes,
  scenarios: Readonly<Record<Name, Scenario>>,
): Promise<Readonly<Record<Name, Usage>>> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await measureOnce(channels, indexes, scenarios);
    } catch (cause) {
      if (tries === TRIES || !String(cause).includes('TRY_LATER')) throw cause;
    }
  }
};

const measureOnce = async <Name extends string>(
  channels: 'email' | 'all',
  indexes: DestinationIndexes,
  scenarios: Readonly<Record<Name, Scenario>>,
): Promise<Readonly<Record<Name, Usage>>> => {
  const closing: { close(): Promise<void> }[] = [];
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closing.unshift(part);
    return part;
  };
  try {
    const meter = keep(await startMeter(indexes));
    const metered = (name: string) => {
      const module = new URL(METERED);
      const told = { [METERED_URL]: meter.url, [METERED_FUNCTION]: name, [METERED_CHANNELS]: channels };
      for (const [key, value] of Object.entries(told)) module.searchParams.set(key, value);
      return module;
    };
    const stack = keep(await startLocalStack({ ports: PORTS, providers: PROVIDERS, triggers: metered('triggers') }));
    const { aws, dynamodb, cognito, userPoolId, jwks } = stack.config;
    meter.aim({ aws, dynamodb, cognito });
    const mailEvents = keep(
      await startTriggerRunner({
        module: metered('mail events'),
        env: functionEnvironment('doorcode-mail', { aws, dynamodb, cognito, userPoolId, jwks }, PROVIDERS),
        onOutput: () => {},
      }),
    );
    const visitor = createVisitor(stack);
    const measured: [string, Usage][] = [];
    for (const [name, scenario] of Object.entries<Scenario>(scenarios)) {
      let earlier = stack.inbox.list().length;
      visitor.onCount(() => {
        meter.take();
        earlier = stack.inbox.list().length;
      });
      visitor.count();
      const { cognitoCalls, text = null } = await scenario(visitor);
      const sent = stack.inbox.list().slice(0, stack.inbox.list().length - earlier);
      // Amazon SES tells of each mail that it delivered.
      for (const mail of sent.filter(({ medium }) => medium === 'email')) {
        await mailEvents.invoke(mailDelivered(mail.to));
      }
      measured.push([name, usageOf(meter.take(), cognitoCalls, text)]);
    }
    return Object.fromEntries(measured) as Record<Name, Usage>;
  } finally {
    for (const part of closing) await part.close();
  }
};

const countBy = <One>(all: readonly One[], nameOf: (one: One) => string): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b)));
};

const usageOf = ({ calls, invocations }: Metered, cognitoCalls: number, text: string | null): Usage => ({
  cognitoCalls,
  runs: countBy(invocations, ({ trigger }) => trigger?.split('_')[0] ?? 'EventBridge'),
  containers: invocations.filter(({ isNewContainer }) => isNewContainer).length,
  requests: countBy(calls, ({ action }) => action),
  readUnits: calls.reduce((sum, { readUnits }) => sum + readUnits, 0),
  writeUnits: calls.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
  recordWriteUnits: calls
    .filter(({ table }) => table === localTables.records)
    .reduce((sum, { writeUnits }) => sum + writeUnits, 0),
  auditRows: calls.filter(({ action, table }) => table === localTables.audit && action === 'dynamodb:PutItem').length,
  printed: weighLines(invocations),
  text,
});
