import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { signInCalls } from '../../helpers/cognito-calls.ts';
import { createPeople } from '../../helpers/create-people.ts';
import { sharedStack } from '../../helpers/shared-stack.ts';
import { wrongCode } from '../../helpers/sign-in-codes.ts';
import { runCommand } from './cli-rig.ts';

const stack = sharedStack();
let calls: ReturnType<typeof signInCalls>;

beforeAll(() => {
  calls = signInCalls(stack.config);
});

const local = () => ['--local', stack.config.web];
const audit = (...args: string[]) => runCommand(['audit', ...args, ...local()]);
/** The sentences, without their times. */
const story = (out: string) => out.split('\n').map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}/, ''));
const signIn = async (name: string, to = name) => {
  const round = await calls.start(name);
  const { body } = await calls.answer(round, await stack.codeFor(to));
  expect(body.AuthenticationResult?.TokenType).toBe('Bearer');
};

describe('audit', () => {
  test('tells the whole story of a sign-in that fell back after SES failed', async () => {
    const [sub = ''] = await createPeople(stack.config, [{ email: 'fay@example.com', phone: '+31612345671' }]);
    await stack.fault({ service: 'ses', times: -1, status: 503 });
    const round = await calls.start('fay@example.com');
    const code = await stack.codeFor('+31612345671');
    const again = await calls.answer(round, wrongCode(code));
    await calls.answer(again, code);

    const { status, out, notes } = await audit('--user', 'fay@example.com');

    expect(status).toBe(0);
    expect(notes).toBe(`fay@example.com (user ${sub}), the last 24h. Times are UTC.`);
    expect(story(out)).toEqual([
      expect.stringMatching(
        /^A code was to go out by email, but Amazon SES did not take the email after (?:\d\d? ms|\d\.\d s): it was down or answered with an error of its own\.$/,
      ),
      'The same code went out by text message to a number in NL through Amazon SNS instead, because Amazon SES had just failed.',
      'A wrong code was typed for the one that went out by text message.',
      'Signed in.',
      'Now: the last sign-in succeeded.',
      'To do: look at the AWS Health Dashboard.',
    ]);
    expect((await audit('--user', sub)).out).toBe(out);
  });

  test('says that a code reached nobody, and what to look at', async () => {
    await stack.fault({ service: 'ses', times: -1, error: 'MessageRejected', status: 400 });
    await calls.start('ann@example.com');

    const { out } = await audit('--user', 'ann@example.com');

    expect(story(out)).toEqual([
      expect.stringMatching(
        /^A code was to go out by email, but Amazon SES did not take the email after (?:\d\d? ms|\d\.\d s): it refused/,
      ),
      'Now: the last code reached nobody: every channel that this person may use failed.',
      'To do: run `doctor`: a sandbox, an unverified identity and a suppressed address look like this.',
    ]);
  });

  test('finds by address whatever went there, whoever asked, and says who', async () => {
    await signIn('bas@example.com');

    const { out } = await audit('--destination', 'BAS@example.com', '--since', '1h');

    expect(story(out)[0]).toMatch(/^bas@example\.com: A code went out by email through Amazon SES, which took it/);
    // A row of success names no destination: what went to an address is asked for, not what it led to.
    expect(out).not.toContain('Signed in.');
  });

  test('finds the sign-ins of a name that nobody has, by name and by address', async () => {
    await calls.start('nobody@example.com');

    const byName = await audit('--user', 'Nobody@Example.com');
    const byAddress = await audit('--destination', 'nobody@example.com');

    expect(byName.notes).toContain('Nobody@Example.com, a name that no account has, the last 24h.');
    const sentence =
      'Somebody tried to sign in with a name that no account has; nothing was sent, and they were not told.';
    expect(story(byName.out)).toContain(sentence);
    expect(story(byAddress.out)).toContain(`somebody (a name that no account has): ${sentence}`);
  });

  test('tells of everybody in the order in which it happened, and says how far it has read', async () => {
    await calls.signUp('eve@example.com');
    await signIn('eve@example.com');

    const { out, progress } = await audit('--since', '1h');

    const lines = story(out);
    expect(lines).toContain('somebody who signs up: Signed up.');
    expect(lines.filter((line) => line.startsWith('eve@example.com: ')).at(-1)).toBe('eve@example.com: Signed in.');
    const times = out.split('\n').flatMap((line) => (line.startsWith('20') ? [Date.parse(line.slice(0, 19))] : []));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(progress.at(-1)).toMatch(/^read \d+ rows, \d+ of them count$/);
  });

  test('gives the rows as JSON, one a line, without an address in them', async () => {
    const { out } = await audit('--user', 'eve@example.com', '--json');

    const rows = out.split('\n').map((line) => JSON.parse(line));
    expect(rows.map(({ outcome }) => outcome)).toEqual(['signed-up', 'sent', 'succeeded']);
    expect(rows[1]).toMatchObject({
      provider: 'ses',
      medium: 'email',
      count: 1,
      text: expect.stringContaining('by email'),
    });
    expect(out).not.toContain('@example.com');
  });

  test('goes on with what happens, until it is told to stop', async () => {
    const stopping = new AbortController();
    const lines: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const following = runCommand(['audit', '--user', 'bas@example.com', '--follow', '--json', ...local()], {
      signal: stopping.signal,
      onWrite(line) {
        lines.push(line);
        if (lines.filter((one) => one.includes('"succeeded"')).length === 2) arrived.resolve();
      },
    });
    await signIn('bas@example.com');

    await arrived.promise;
    stopping.abort();

    expect((await following).status).toBe(0);
    expect(new Set(lines).size).toBe(lines.length);
  }, 15_000);

  test('ends following where nobody reads on, as after `| head`, without a word', async () => {
    const main = fileURLToPath(new URL('../../../infra/cli/main.ts', import.meta.url));
    const args = ['audit', '--user', 'eve@example.com', '--follow', '--json', ...local()];
    const following = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let notes = '';
    following.stderr.on('data', (chunk: Buffer) => {
      notes += chunk;
    });
    const ended = once(following, 'close');
    await signIn('eve@example.com');
    await once(following.stdout, 'data');
    following.stdout.destroy();

    await signIn('eve@example.com');

    expect(await ended).toEqual([0, null]);
    expect(notes).toBe('Following. Ctrl-C ends it.\n');
  }, 20_000);

  test.each([
    [[], 'nobody is named: give --user <name or sub>, --destination <address>, or --since <duration> for all'],
    [['--user', 'a', '--destination', 'b'], '--user and --destination were both given: ask for one of them'],
    [['--destination', 'bob'], '--destination is "bob": give an email address, a mobile number as in +31612345678'],
    [['--since', 'yesterday'], '--since is "yesterday": give a number and a unit, as in 90s, 30m, 2h or 7d'],
  ])('refuses %j in words', async (args, words) => {
    const { status, out, notes } = await audit(...args);

    expect([status, out]).toEqual([2, '']);
    expect(notes).toContain(words);
  });
});
