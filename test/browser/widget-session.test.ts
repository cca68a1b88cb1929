import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { failure, tokens } from './fixtures/scripted-pool.ts';
import { eachOnWidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();
const identityJs = createRequire(import.meta.url).resolve('amazon-cognito-identity-js/dist/amazon-cognito-identity.js');

describe('the session of the widget', () => {
  test('is the same in two tabs, and ends in both', async () => {
    const on = open();
    await on.load('storage="local"');
    const other = await on.page.context().newPage();
    await other.goto(`${on.web}/page`);
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();
    await other.getByText('as ann@example.com').waitFor();

    await other.getByRole('button', { name: 'Sign out' }).click();

    await on.page.getByText('Your session has ended. Sign in again.').waitFor();
    expect((await on.events()).filter(({ type }) => type === 'doorcode:signed-out')).toMatchObject([
      { detail: { by: 'elsewhere', revoked: false } },
    ]);
  });

  test('is renewed after a sleep past its end', async () => {
    const on = open();
    await on.page.clock.install();
    await on.load();
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();

    await on.page.clock.fastForward(8 * 3_600_000);

    await on.page.waitForFunction(async () => {
      const session = await document.querySelector('doorcode-sign-in')?.getSession();
      return session?.refreshToken !== undefined;
    });
    expect(on.operations()).toContain('GetTokensFromRefreshToken');
    expect(await on.page.getByText('as ann@example.com').isVisible()).toBe(true);
  });

  test('ends with words when it was revoked', async () => {
    const on = open();
    await on.page.clock.install();
    await on.load();
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();
    on.pool.next('GetTokensFromRefreshToken', failure('NotAuthorizedException', 'Refresh Token has been revoked'));

    await on.page.clock.fastForward(16 * 60_000);
    await on.page.clock.runFor(3_000);

    await on.page.getByText('Your session has ended. Sign in again.').waitFor();
  });

  test('is that of amazon-cognito-identity-js on the same page, both ways', async () => {
    const on = open();
    await on.load('storage="local"');
    // The debugger's evaluation is not bound by the page's policy.
    await on.page.evaluate(await readFile(identityJs, 'utf8'));
    const currentUser = () =>
      on.page.evaluate(() => {
        const { CognitoUserPool } = (window as unknown as { AmazonCognitoIdentity: IdentityJs }).AmazonCognitoIdentity;
        const ClientId = document.querySelector('doorcode-sign-in')?.getAttribute('client-id') ?? '';
        const user = new CognitoUserPool({ UserPoolId: 'us-east-1_AbCdEf123', ClientId }).getCurrentUser();
        if (user === null) return null;
        return new Promise((resolve) =>
          user.getSession((error, session) => resolve(error?.message ?? session?.getIdToken().payload.email)),
        );
      });
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();
    expect(await currentUser()).toBe('ann@example.com');
    await on.button('Sign out').click();
    await on.page.getByText('You are signed out.').waitFor();
    expect(await currentUser()).toBeNull();

    const { IdToken, AccessToken, RefreshToken } = tokens(9, { email: 'bob@example.com' });
    await on.page.evaluate(
      ([id, access, refresh]) => {
        const identity = (window as unknown as { AmazonCognitoIdentity: IdentityJs }).AmazonCognitoIdentity;
        const ClientId = document.querySelector('doorcode-sign-in')?.getAttribute('client-id') ?? '';
        const Pool = new identity.CognitoUserPool({ UserPoolId: 'us-east-1_AbCdEf123', ClientId });
        const user = new identity.CognitoUser({ Username: 'bob@example.com', Pool });
        user.setSignInUserSession(
          new identity.CognitoUserSession({
            IdToken: new identity.CognitoIdToken({ IdToken: id }),
            AccessToken: new identity.CognitoAccessToken({ AccessToken: access }),
            RefreshToken: new identity.CognitoRefreshToken({ RefreshToken: refresh }),
          }),
        );
        Object.assign(window, { bob: user });
      },
      [IdToken, AccessToken, RefreshToken] as const,
    );
    await on.page.getByText('as bob@example.com').waitFor();
    await on.page.evaluate(() => (window as unknown as { bob: { signOut(): void } }).bob.signOut());
    await on.page.getByText('Your session has ended. Sign in again.').waitFor();
  });
});

/** As much of the library as is used here: it runs in the page, from its script. */
type IdentityJs = {
  CognitoUserPool: new (
    data: object,
  ) => {
    getCurrentUser(): {
      getSession(
        done: (error: Error | null, session: { getIdToken(): { payload: Record<string, string> } } | null) => void,
      ): void;
    } | null;
  };
  CognitoUser: new (data: object) => { setSignInUserSession(session: object): void };
  CognitoUserSession: new (data: object) => object;
  CognitoIdToken: new (data: object) => object;
  CognitoAccessToken: new (data: object) => object;
  CognitoRefreshToken: new (data: object) => object;
};
