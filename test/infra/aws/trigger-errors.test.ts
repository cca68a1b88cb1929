import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import fc from 'fast-check';
import { composeAccount } from '../../../functions/compose-account.ts';
import { composeTriggers } from '../../../functions/compose-triggers.ts';
import { SignInError } from '../../../functions/sign-in/errors.ts';
import { createPolicy } from '../../../functions/sign-in/policy.ts';
import { alarmDefinitions } from '../../../infra/aws/alarm-definitions.ts';
import { readEmf } from '../../../infra/local/dashboard/emf.ts';
import { evaluate } from '../../../infra/local/dashboard/metric-math.ts';
import { memoryCounters } from '../../helpers/memory-counters.ts';
import { memoryRecordStore } from '../../helpers/memory-record-store.ts';
import { recordOutput } from '../../helpers/recorded-output.ts';
import { eventsOf, invoke, knownUser } from '../../helpers/sign-in-conversation.ts';
import { testCodeKey } from '../../helpers/sign-in-world.ts';

const NOW = 1_800_000_000_000;
const TRIGGERS = 'example-triggers';
const alarms = alarmDefinitions({
  region: 'eu-west-1',
  service: 'doorcode',
  functions: { triggers: TRIGGERS, account: 'example-account', 'mail events': 'example-mail-events' },
  tables: [],
  configurationSet: 'example',
  deadLetters: null,
  smsPerDay: null,
});

/** What AWS counted by itself, as in `Errors example-triggers`. */
type Counted = Map<string, number>;

/** Whether an alarm holds a stretch of time against its threshold, by what AWS counted and what the functions printed. */
const verdictOf = (wanted: string, counted: Counted, lines: readonly string[]) => {
  const alarm = alarms.find(({ id }) => id === wanted);
  if (alarm === undefined) throw new Error(`there is no alarm ${wanted}`);
  const points = lines.flatMap(readEmf);
  const valueOfMetric = (id: string): number | null => {
    const metric = alarm.metrics.find((one) => one.id === id);
    if (metric === undefined) throw new Error(`${wanted} has no metric ${id}`);
    const { namespace, name, dimensions } = metric;
    if (namespace === 'AWS/Lambda') return counted.get(`${name} ${dimensions.FunctionName}`) ?? null;
    const key = (one: object) => JSON.stringify(Object.entries(one).sort());
    const found = points.filter((point) => point.name === name && key(point.dimensions) === key(dimensions));
    return found.length === 0 ? null : found.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);
  };
  // CloudWatch's sum of a list, which no graph of ours draws.
  const sum = alarm.expression.replace(/^SUM\(\[(.*)\]\)$/, '$1').replaceAll(/, (?=-|FILL)/g, ' + ');
  const [value = null] = evaluate(sum, (id) => [valueOfMetric(id)], 1);
  return { value, isRaised: value !== null && value >= alarm.threshold };
};

/** The functions of a deployment, and what AWS counts of them. */
const deployment = () => {
  const { logger, metrics, lines } = recordOutput();
  const counted: Counted = new Map();
  const count = (metric: string, name: string) =>
    counted.set(`${metric} ${name}`, (counted.get(`${metric} ${name}`) ?? 0) + 1);
  const clock = () => NOW;
  const store = memoryRecordStore({ clock });
  let isStoreDown = false;
  const world = {
    appName: 'Test',
    policy: createPolicy(),
    routing: { order: ['email'], countries: new Set<string>() } as const,
    disclosure: { offered: ['email'], namesChannel: false } as const,
    locales: { fallback: 'en', offered: ['en'] },
    signUp: { domains: ['example.com'] },
    clientIds: new Set(['client']),
    channels: new Map(),
    store: {
      ...store,
      readWithNotes: async (...args: Parameters<typeof store.readWithNotes>) => {
        if (isStoreDown) throw new SignInError('TRY_LATER');
        return store.readWithNotes(...args);
      },
    },
    counters: memoryCounters(),
    keys: {
      get: async () => ({ code: testCodeKey('first'), previousCode: null, index: Buffer.alloc(32, 9) }),
      index: async () => Buffer.alloc(32, 9),
    },
    audit: { append: async () => {} },
    clock,
    newId: () => 'id',
    delay: async () => {},
    logger,
    metrics,
  };
  const { handler } = composeTriggers(
    { ...world, users: { markVerified: async () => {} } },
    {
      preSignUp: ({ userName }) => {
        if (userName === 'own') throw new SignInError('SIGN_UP_CLOSED');
      },
    },
  );
  const account = composeAccount({
    ...world,
    userPoolId: 'eu-west-1_Example',
    directory: { find: async () => ({ userName: 'ann', attributes: {} }), set: async () => {} },
    verifyToken: async () => ({ sub: 'ann', clientId: 'client', signedInAt: NOW }),
  });

  /** Lambda counts an error for whatever a function throws. */
  const call = (event: object) => invoke(handler, event).catch(() => count('Errors', TRIGGERS));
  const ann = knownUser('ann@example.com');
  const signUp = (userName: string, email: string) =>
    call({ ...eventsOf({ ...ann, attributes: { email } }).event('PreSignUp_SignUp', {}), userName });
  const addAddress = async (address: string) => {
    const event = {
      headers: { authorization: `Bearer ${'a'.repeat(40)}`, 'content-type': 'application/json' },
      requestContext: { http: { method: 'POST', path: '/account/addresses' } },
      body: JSON.stringify({ address }),
    };
    return account(event as unknown as APIGatewayProxyEventV2, { functionName: 'example-account' } as Context);
  };
  const whileStoreIsDown = async (work: () => Promise<unknown>) => {
    isStoreDown = true;
    await work();
    isStoreDown = false;
  };
  return {
    counted,
    lines,
    addAddress,
    acts: {
      signedUp: () => signUp('ann', 'ann@example.com'),
      malformed: () => signUp('ann', 'not an address'),
      elsewhere: () => signUp('ann', 'ann@example.org'),
      refusedByOwner: () => signUp('own', 'ann@example.com'),
      accountMalformed: () => addAddress('ann@'),
      accountNotOffered: () => addAddress('+31612345678'),
      storeDown: () => whileStoreIsDown(() => call(eventsOf(ann).create([]))),
      accountStoreDown: () => whileStoreIsDown(() => addAddress('new@example.com')),
      foreignClient: () => call(eventsOf(ann, 'foreign').create([])),
      crashed: async () => count('Errors', TRIGGERS),
      accountCrashed: async () => count('Errors', 'example-account'),
      throttled: async () => count('Throttles', TRIGGERS),
    },
  };
};

type Act = keyof ReturnType<typeof deployment>['acts'];
const FAILURES: readonly Act[] = ['storeDown', 'foreignClient', 'crashed', 'accountCrashed'];
const REFUSALS: readonly Act[] = [
  'signedUp',
  'malformed',
  'elsewhere',
  'refusedByOwner',
  'accountMalformed',
  'accountNotOffered',
  'accountStoreDown',
];

const having = async (acts: readonly Act[]) => {
  const made = deployment();
  for (const act of acts) await made.acts[act]();
  return made;
};

describe('the alarm on errors', () => {
  test('sees a trigger that fails, however many calls the account API refuses', async () => {
    const { counted, lines, addAddress } = await having(['storeDown', 'accountMalformed', 'accountNotOffered']);

    expect((await addAddress('ann@')).body).toBe('{"error":"INVALID_ADDRESS"}');
    expect(verdictOf('TriggerErrors', counted, lines)).toEqual({ value: 1, isRaised: true });
  });

  test.each(REFUSALS)('is not raised by what ended as it should: %s', async (act) => {
    const { counted, lines } = await having([act, act]);

    expect(verdictOf('TriggerErrors', counted, lines)).toEqual({ value: 0, isRaised: false });
  });

  test.each(FAILURES)('is raised by %s', async (act) => {
    const { counted, lines } = await having([act]);

    expect(verdictOf('TriggerErrors', counted, lines)).toEqual({ value: 1, isRaised: true });
  });

  test('counts the failures of any five minutes, whatever else came to pass in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...FAILURES, ...REFUSALS), { maxLength: 12 }), async (acts) => {
        const { counted, lines } = await having(acts);

        expect(verdictOf('TriggerErrors', counted, lines).value).toBe(
          acts.filter((act) => FAILURES.includes(act)).length,
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('the alarm on throttles', () => {
  test('is raised by a function that was not let run, which is no error of its own', async () => {
    const { counted, lines } = await having(['throttled']);

    expect(verdictOf('TriggersThrottled', counted, lines).isRaised).toBe(true);
    expect(verdictOf('TriggerErrors', counted, lines).isRaised).toBe(false);
  });

  test('is not raised by errors', async () => {
    const { counted, lines } = await having(['crashed', 'storeDown', 'malformed']);

    expect(verdictOf('TriggersThrottled', counted, lines)).toEqual({ value: 0, isRaised: false });
  });
});
