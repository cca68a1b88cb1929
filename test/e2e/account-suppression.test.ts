import { beforeAll, describe, expect, test } from '@jest/globals';
import { destinationRecordKey } from '../../functions/sign-in/keys.ts';
import { dynamoRecordStore } from '../../functions/store/dynamo-record-store.ts';
import { dynamoSuppressions } from '../../functions/store/dynamo-suppressions.ts';
import { openDeployment, stepDeadline } from '../../infra/cli/deployment.ts';
import { signInCalls } from '../helpers/cognito-calls.ts';
import { sharedStack } from '../helpers/shared-stack.ts';
import { wrongCode } from '../helpers/sign-in-codes.ts';
import { runCommand } from '../infra/cli/cli-rig.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const DEAD = 'dead@example.com';

const stack = sharedStack();

beforeAll(async () => {
  await withTable(async ({ suppress, budget }) => suppress(budget(DEAD), Date.now() + DAY_MS, stepDeadline()));
}, 20_000);

const withTable = async <Result>(
  work: (table: {
    readonly suppress: ReturnType<typeof dynamoSuppressions>;
    readonly store: ReturnType<typeof dynamoRecordStore>;
    readonly budget: (email: string) => string;
  }) => Promise<Result>,
): Promise<Result> => {
  const deployment = await openDeployment({ local: stack.config.web }, {});
  const [client, index] = await Promise.all([deployment.clients.dynamodb(), deployment.indexKey()]);
  const table = deployment.config.tables.records;
  const result = await work({
    suppress: dynamoSuppressions({ client, table }),
    store: dynamoRecordStore({ client, table, clock: Date.now }),
    budget: (email) => destinationRecordKey(index, 'email', email),
  });
  deployment.close();
  return result;
};

/** Signs up and in, and calls the account API as that person. */
const member = async (name: string) => {
  const { start, answer, signUp } = signInCalls(stack.config);
  await signUp(name);
  const { body } = await answer(await start(name), await stack.codeFor(name));
  const headers = {
    authorization: `Bearer ${body.AuthenticationResult.AccessToken}`,
    'content-type': 'application/json',
  };
  return async (path: string, input: object) => {
    const url = `${stack.config.web}/account/addresses${path}`;
    const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
    return { status: reply.status, body: await reply.json() };
  };
};
const sentTo = async (address: string) => (await stack.inbox()).filter(({ to }) => to === address).length;

describe('an address whose mail came back, added by a signed-in person', () => {
  test('gets nothing, and is answered as any other', async () => {
    const [ann, eve] = await Promise.all([member('ann2@example.com'), member('eve2@example.com')]);

    const stopped = await ann('', { address: DEAD });
    const sent = await eve('', { address: 'alive@example.com' });

    expect(await sentTo(DEAD)).toBe(0);
    expect(await sentTo('alive@example.com')).toBe(1);
    expect(stopped).toEqual({ status: 202, body: { ...sent.body, challenge: expect.stringMatching(/^[\w-]{22}$/) } });
    const wrong = wrongCode(await stack.codeFor('alive@example.com'));
    const [guess, typo] = await Promise.all([
      ann('/confirm', { address: DEAD, challenge: stopped.body.challenge, code: '00000000'.slice(0, wrong.length) }),
      eve('/confirm', { address: 'alive@example.com', challenge: sent.body.challenge, code: wrong }),
    ]);
    expect(guess).toEqual(typo);
  });

  test('does not keep the person from adding another one at once', async () => {
    const bea = await member('bea2@example.com');
    await bea('', { address: DEAD });

    const { body } = await bea('', { address: 'bea.new@example.com' });
    const code = await stack.codeFor('bea.new@example.com');

    expect(await bea('/confirm', { address: 'bea.new@example.com', challenge: body.challenge, code })).toMatchObject({
      status: 200,
    });
  });

  test('counts against its budget, or what is limited would tell whose mail came back', async () => {
    const before = await withTable(({ store, budget }) => store.read([budget(DEAD)], stepDeadline()));
    await (await member('cas2@example.com'))('', { address: DEAD });
    const after = await withTable(({ store, budget }) => store.read([budget(DEAD)], stepDeadline()));

    expect(after[0]?.record.sends).toHaveLength((before[0]?.record.sends.length ?? 0) + 1);
  });

  test('is named to the operator, by the person and by the address', async () => {
    const words = 'the address bounced or complained lately';

    const byUser = await runCommand(['audit', '--user', 'cas2@example.com', '--local', stack.config.web]);
    const byAddress = await runCommand(['audit', '--destination', DEAD, '--local', stack.config.web]);

    expect(byUser.out).toContain(words);
    expect(byUser.out).toContain('To do: ask the person for another address');
    expect(byAddress.out).toContain(`cas2@example.com: `);
    expect(byAddress.out).toContain(words);
  });
});
