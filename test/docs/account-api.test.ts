import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { AccountError, accountErrors } from '../../functions/account/account-error.ts';
import type { AccountDependencies } from '../../functions/account/dependencies.ts';
import { accountRoutes } from '../../functions/account/routes.ts';
import { createPolicy } from '../../functions/sign-in/policy.ts';
import { readAccount, readAddressChallenge } from '../../web/client/account-answers.ts';
import { accountErrorCodes } from '../../web/client/account-error.ts';
import { backticks, codeOf, rowsUnder, samplesUnder } from './markdown.ts';

const clients = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8');
const rows = rowsUnder(clients, 'Routes').map(([route = '', body = '', , fresh = '']) => {
  const [method = '', path = ''] = (codeOf(route) ?? '').split(' ');
  return { method, path, fields: backticks(body), isFresh: fresh !== '' };
});

/** A body that has each field in a form that is taken. */
const values: Readonly<Record<string, unknown>> = {
  address: 'ann@example.com',
  challenge: 'a-challenge',
  code: '123456',
  channel: null,
  token: 'ab'.repeat(32),
  platform: 'apns',
  name: 'Phone',
};

/** The routes over a world in which nobody has signed in lately: enough to see what is read before anything is done. */
const app = () => {
  const note = { text: null, version: 0 };
  const deps = {
    clientIds: null,
    policy: createPolicy(),
    clock: () => 10 * 60 * 60 * 1_000,
    disclosure: { offered: ['email', 'push'], namesChannel: false },
    channels: new Map([['push', { provider: 'fake', media: ['push'] }]]),
    store: { readWithNotes: async () => ({ records: [], notes: [note] }) },
    directory: { find: async () => ({ userName: 'ann', attributes: {} }), set: async () => {} },
  };
  const routes = accountRoutes({
    deps: deps as unknown as AccountDependencies,
    userPoolId: 'eu-west-1_Example',
    verifyToken: async () => ({ sub: 'ann', clientId: 'client', signedInAt: 0 }),
  });
  routes.onError((error, context) => {
    if (error instanceof AccountError) return context.json({ error: error.code }, accountErrors[error.code]);
    throw error;
  });
  return routes;
};

const call = async (method: string, path: string, fields: readonly string[]): Promise<number> => {
  const body = JSON.stringify(Object.fromEntries(fields.map((name) => [name, values[name]])));
  const answer = await app().fetch(
    new Request(`https://account.invalid${path}`, {
      method,
      headers: { authorization: `Bearer ${'x'.repeat(40)}` },
      ...(fields.length > 0 && { body }),
    }),
    { deadline: { signal: new AbortController().signal, remainingMs: () => 1_000 } },
  );
  return answer.status;
};

describe('the account API in the guide for client authors', () => {
  test('has every route there is, and no other', () => {
    const served = app()
      .routes.filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);

    expect(rows.map(({ method, path }) => `${method} ${path}`)).toEqual(served);
  });

  test.each(rows.filter(({ fields }) => fields.length > 0))(
    '$method $path wants the fields of its row',
    async ({ method, path, fields, isFresh }) => {
      expect(await call(method, path, fields)).toBe(isFresh ? 403 : 200);
      for (const left of fields) {
        const others = fields.filter((name) => name !== left);
        expect(await call(method, path, others.length > 0 ? others : ['name'])).toBe(400);
      }
    },
  );

  test('has every error code with its status', () => {
    const stated = rowsUnder(clients, 'Errors of the account API').map(([code, status]) => [
      codeOf(code),
      Number(status),
    ]);

    expect(Object.fromEntries(stated)).toEqual(accountErrors);
  });

  test('shows answers that the account client reads whole', () => {
    const [account = {}] = samplesUnder(clients, 'The account');
    const [challenge = {}] = samplesUnder(clients, 'The challenge');

    expect(readAccount(account)).toEqual(account);
    expect(readAddressChallenge('+31612345678', challenge, 0)).toMatchObject({ medium: 'sms', codeLength: 6 });
  });

  test('names the error codes of the account client', () => {
    const stated = rowsUnder(clients, 'Errors of the account client').map(([code]) => codeOf(code));

    expect(stated).toEqual(accountErrorCodes);
  });
});
