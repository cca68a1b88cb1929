import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPseudoUsernames } from '../../../../infra/local/user-pool/pseudo-username.ts';
import { type Answer, type Json, startPool, stopPools } from './pool-client.ts';
import { RIGHT_ANSWER, type Script } from './scripted-triggers.ts';

afterEach(stopPools);

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ANN = 'ann@example.com';
const NOBODY = 'nobody@example.com';

const shape = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]))
    : typeof value;

const username = (answer: Answer): unknown => (answer.body.ChallengeParameters as Json).USERNAME;

describe('an unknown user', () => {
  test('gets answers of the same shape as a known one, round for round, and never tokens', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const [known, unknown] = [await pool.start(ANN), await pool.start(NOBODY)];
    const [knownWrong, unknownWrong] = [await pool.respond(known, '1'), await pool.respond(unknown, '1')];

    const granted = await pool.respond(unknownWrong, RIGHT_ANSWER);

    expect([unknown, unknownWrong].map(({ body }) => shape(body))).toEqual(
      [known, knownWrong].map(({ body }) => shape(body)),
    );
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body));
    expect(String(unknown.body.Session)).toHaveLength(String(known.body.Session).length);
    expect([...unknown.headers.keys()]).toEqual([...known.headers.keys()]);
    expect([granted.status, granted.body]).toEqual([
      400,
      { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' },
    ]);
  });

  test('is shown to the triggers by the name submitted, without attributes', async () => {
    const pool = await startPool();

    const challenge = await pool.start('Nobody@Example.com');
    await pool.respond(challenge, '000000');

    expect(pool.triggers.events.map((event) => event.userName)).toEqual(Array(5).fill('Nobody@Example.com'));
    for (const { request } of pool.triggers.events) {
      expect(request).toMatchObject({ userNotFound: true, userAttributes: {} });
    }
  });

  test('has a stable user name that looks like any other', async () => {
    const pool = await startPool();
    const real = (await pool.signUp(ANN)).body.UserSub;

    const names = await Promise.all([NOBODY, 'NOBODY@example.com', 'else@example.com'].map((name) => pool.start(name)));

    const [first, sameInCapitals, other] = names.map(username);
    expect(real).toMatch(UUID_V4);
    expect(first).toMatch(UUID_V4);
    expect(sameInCapitals).toBe(first);
    expect(other).not.toBe(first);
  });

  test('keeps a user name of the shape of a sub, as a known user does', async () => {
    const pool = await startPool();
    const sub = String((await pool.signUp(ANN)).body.UserSub);
    const made = '0B0E9E2D-6A1F-4C3B-9D8E-1234567890AB';

    expect(username(await pool.start(sub.toUpperCase()))).toBe(sub);
    expect(username(await pool.start(made))).toBe(made.toLowerCase());
  });

  test('may answer by either name, and only by these', async () => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const answerAs = async (name: string): Promise<Answer> =>
      pool.respond(await pool.start(NOBODY), '1', { ChallengeResponses: { USERNAME: name, ANSWER: '1' } });

    const pseudo = String(username(await pool.start(NOBODY)));

    expect((await answerAs(pseudo)).status).toBe(200);
    expect((await answerAs('NOBODY@example.com')).status).toBe(200);
    expect((await answerAs(ANN)).body.message).toBe('Invalid session for the user.');
  });

  test('gets no tokens although Define issues them, nor after signing up meanwhile', async () => {
    const always: Script = { DefineAuthChallenge: () => ({ issueTokens: true }) };
    const eager = await startPool({ script: always });
    const pool = await startPool();
    const challenge = await pool.start(NOBODY);
    await pool.signUp(NOBODY);

    expect((await eager.start(NOBODY)).body.__type).toBe('NotAuthorizedException');
    expect((await pool.respond(challenge, RIGHT_ANSWER)).body.__type).toBe('NotAuthorizedException');
    expect(eager.triggers.sources()).toEqual(['DefineAuthChallenge_Authentication']);
  });

  test('is told so by a client of the legacy kind, and no trigger runs', async () => {
    const pool = await startPool({ clients: [{ clientId: 'legacy', preventUserExistenceErrors: 'LEGACY' }] });

    const refused = await pool.start(NOBODY, 'legacy');

    expect(refused.body).toEqual({ __type: 'UserNotFoundException', message: 'User does not exist.' });
    expect(pool.triggers.events).toEqual([]);
  });
});

describe('createPseudoUsernames', () => {
  test('gives every name one UUID, the same in any case', () => {
    const pseudoUsername = createPseudoUsernames(new Uint8Array(32));

    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const pseudo = pseudoUsername(name);
        expect(pseudo).toMatch(UUID_V4);
        expect(pseudoUsername(name.toLowerCase())).toBe(pseudo);
        expect(pseudoUsername(pseudo)).toBe(pseudo);
      }),
    );
  });
});
