import { describe, expect, test } from '@jest/globals';
import { destinationRecordKey } from '../../../functions/sign-in/keys.ts';
import { dynamoSuppressions } from '../../../functions/store/dynamo-suppressions.ts';
import { openDeployment, stepDeadline } from '../../../infra/cli/deployment.ts';
import { addressesOfPerson } from '../../../infra/cli/limits/allow-mail.ts';
import { signInCalls } from '../../helpers/cognito-calls.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { runCommand } from './cli-rig.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

const stack = sharedStack();

const command = (...args: string[]) => runCommand([...args, '--local', stack.config.web]);
/** What a bounce for good leaves. */
const bounce = async (email: string): Promise<void> => {
  const deployment = await openDeployment({ local: stack.config.web }, {});
  const [client, index] = await Promise.all([deployment.clients.dynamodb(), deployment.indexKey()]);
  const suppress = dynamoSuppressions({ client, table: deployment.config.tables.records });
  await suppress(destinationRecordKey(index, 'email', email), Date.now() + 30 * DAY_MS, stepDeadline());
  deployment.close();
};
const mailsTo = async (address: string) => (await stack.inbox()).filter(({ to }) => to === address).length;

describe('a person whose mail came back', () => {
  test('is left alone by --clear, and told of what lifts the stop', async () => {
    await bounce('bas@example.com');

    const { out } = await command('limits', '--user', 'bas@example.com', '--clear');

    const lines = out.split('\n');
    expect(lines).toContain(
      'Codes of bas@example.com do not go to every address; one that is out already still works.',
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ {2}messages to bas@example\.com, which bounced or complained: the next one from .* UTC on/,
      ),
    );
    expect(lines.at(-1)).toMatch(/^To do: ask for another address\. .*`limits --user <name> --allow-mail`\.$/);
    await signInCalls(stack.config).start('bas@example.com');
    expect(await mailsTo('bas@example.com')).toBe(0);
  });

  test('gets codes again once an operator allows it, and the audit trail says so', async () => {
    const { status, out } = await command('limits', '--user', 'bas@example.com', '--allow-mail');

    expect(status).toBe(0);
    expect(out).toMatch(/^Mail to bas@example\.com is allowed again, and the audit trail says so\./);
    expect(out).not.toContain('which bounced or complained');
    const { start } = signInCalls(stack.config);
    const round = await start('bas@example.com');
    await signInCalls(stack.config).answer(round, 'resend', { action: 'resend', channel: 'email' });
    expect(await mailsTo('bas@example.com')).toBe(1);
    const sentence = 'An operator allowed mail to this address again, which had come back or been reported as spam.';
    expect((await command('audit', '--user', 'bas@example.com')).out).toContain(sentence);
    expect((await command('audit', '--destination', 'bas@example.com')).out).toContain(sentence);
  });

  test('is told where nothing was stopped, and nothing is written down then', async () => {
    const { out } = await command('limits', '--user', 'ann@example.com', '--allow-mail');
    const json = await command('limits', '--user', 'ann@example.com', '--allow-mail', '--json');

    expect(out).toMatch(/^No mail to ann@example\.com was stopped: nothing to allow\.\n/);
    expect(JSON.parse(json.out)).toMatchObject({ cleared: null, mailAllowed: [] });
    expect((await command('audit', '--user', 'ann@example.com')).out).toBe('Nothing happened in the last 24h.');
  });
});

describe('an address that no account has', () => {
  test('is shown and allowed by itself, for a person who wants to add it', async () => {
    await bounce('new@example.com');

    expect((await command('limits', '--user', 'New@example.com')).out).toContain('which bounced or complained');
    const { out } = await command('limits', '--user', 'New@example.com', '--allow-mail', '--json');

    expect(JSON.parse(out)).toMatchObject({ mailAllowed: ['new@example.com'] });
    expect((await command('limits', '--user', 'new@example.com')).out).not.toContain('which bounced');
  });

  test.each([
    ['Ann@Example.com', [{ medium: 'email', canonical: 'ann@example.com' }]],
    ['+31 6 12345678', [{ medium: 'sms', canonical: '+31612345678' }]],
    ['ann', []],
  ])('%j stands for itself, where it is one', (name, addresses) => {
    const nobody = { kind: 'nobody', subject: 'unknown#1', attributes: {}, userName: null, status: null } as const;

    expect(addressesOfPerson({ ...nobody, name, isEnabled: false })).toEqual(addresses);
  });
});
