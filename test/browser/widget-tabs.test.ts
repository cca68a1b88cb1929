import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eachOnStackSite, type StackWidget, widgetTab } from './fixtures/stack-widget.ts';

const open = eachOnStackSite({ keepsPages: true });
const hour = 3_600_000;

/** Signs in as if it were `hours` ago; the clock then moves on from there. */
const signedInBefore = async (on: StackWidget, hours: number, attributes = ''): Promise<string> => {
  const { gate } = on.site;
  gate.ageSeconds = hours * 3_600;
  await on.page.clock.install({ time: Date.now() - hours * hour });
  await on.load(attributes);
  const address = await on.signIn();
  gate.ageSeconds = 0;
  return address;
};

const sessionOf = (page: Page) =>
  page.evaluate(async () => {
    const session = await document.querySelector('doorcode-sign-in')?.getSession();
    return session ? { accessToken: session.accessToken, expiresAt: session.expiresAt, now: Date.now() } : null;
  });

const ended = (page: Page) => page.getByText('Your session has ended. Sign in again.').waitFor();

describe('tokens that have run out', () => {
  test('in a sleep are renewed when the machine wakes', async () => {
    const on = open();
    const address = await signedInBefore(on, 8);
    const before = await sessionOf(on.page);
    expect(on.sent('GetTokensFromRefreshToken')).toBe(0);

    await on.sleep(8 * hour);

    const after = await sessionOf(on.page);
    expect(after?.accessToken).not.toBe(before?.accessToken);
    expect(after?.expiresAt).toBeGreaterThan(after?.now ?? Number.POSITIVE_INFINITY);
    expect(on.sent('GetTokensFromRefreshToken')).toBe(1);
    expect(await on.page.getByText(`as ${address}`).isVisible()).toBe(true);
  });

  test('in a sleep, and were revoked meanwhile, end the session in words', async () => {
    const on = open();
    await signedInBefore(on, 8, 'storage="local"');
    const token = await on.page.evaluate(
      () => document.querySelector('doorcode-sign-in')?.client?.session()?.refreshToken,
    );
    const { cognito, clientId } = on.site.stack.config;
    await fetch(cognito, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.RevokeToken',
      },
      body: JSON.stringify({ ClientId: clientId, Token: token }),
    });

    await on.sleep(8 * hour);

    await ended(on.page);
    expect(await on.page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('without a network keep the session, and are renewed as soon as the network is back', async () => {
    const on = open();
    const address = await signedInBefore(on, 8);
    await on.page.context().setOffline(true);
    await on.sleep(8 * hour);
    const refusal = () =>
      on.page.evaluate(() =>
        document
          .querySelector('doorcode-sign-in')
          ?.getSession()
          .then(
            () => 'tokens that have run out',
            ({ code }) => code,
          ),
      );
    expect([await refusal(), await refusal()]).toEqual(['offline', 'offline']);
    expect(await on.page.getByText(`as ${address}`).isVisible()).toBe(true);

    await on.page.context().setOffline(false);

    const isFresh = async () => {
      const session = await document
        .querySelector('doorcode-sign-in')
        ?.getSession()
        .catch(() => null);
      return session ? session.expiresAt > Date.now() : false;
    };
    await on.page.waitForFunction(isFresh, null, { timeout: 3_000 });
    expect(on.sent('GetTokensFromRefreshToken')).toBe(1);
  });

  test('by a clock that is an hour ahead cause no stream of requests', async () => {
    const on = open();
    await on.page.clock.install({ time: Date.now() + hour });
    await on.load();
    await on.signIn();
    for (let seconds = 0; seconds < 20; seconds += 1) {
      await on.page.clock.runFor(1_000);
      await sessionOf(on.page);
    }

    expect(on.sent('GetTokensFromRefreshToken')).toBe(1);
    expect((await sessionOf(on.page))?.accessToken).toBeDefined();
  });
});

describe('two tabs', () => {
  test.each([
    ['with Web Locks', false, false],
    ['with Web Locks and rotation', false, true],
    ['without Web Locks', true, false],
    ['without Web Locks, with rotation', true, true],
  ])('renew together with one request, %s', async (_, isWithoutLocks, rotates) => {
    const on = open();
    if (isWithoutLocks) {
      await on.page.context().addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    }
    await signedInBefore(on, 8, 'storage="local"');
    on.site.gate.rotates = rotates;
    const other = await on.openTab();
    await other.signedIn();
    on.site.gate.ageSeconds = 1_200;
    const release = on.site.gate.hold('GetTokensFromRefreshToken');
    await on.sleep(8 * hour - 1_200_000);
    const both = Promise.all([sessionOf(on.page), sessionOf(other.page)]);
    release();
    const [here, there] = await both;

    expect(on.sent('GetTokensFromRefreshToken')).toBe(1);
    expect(there?.accessToken).toBe(here?.accessToken);
    on.site.gate.ageSeconds = 0;
    await on.sleep(1_200_000);
    const [later] = await Promise.all([sessionOf(on.page), sessionOf(other.page)]);
    expect(later?.accessToken).not.toBe(here?.accessToken);
    expect(on.sent('GetTokensFromRefreshToken')).toBe(2);
  });

  test('share a sign-in and a sign-out', async () => {
    const on = open();
    await on.load('storage="local"');
    const other = await on.openTab();
    const address = await on.signIn();
    await other.page.getByText(`as ${address}`).waitFor();

    await other.button('Sign out').click();

    await ended(on.page);
    expect(on.sent('RevokeToken')).toBe(1);
  });

  test('both come back to the code after a reload, with the countdown; one of them answers', async () => {
    const on = open();
    const address = on.newAddress();
    await on.load('storage="local"');
    await on.askForCode(address);
    await on.code.waitFor();
    const other = await on.openTab();
    for (const tab of [on, other]) {
      await tab.page.reload();
      await tab.code.waitFor();
      await tab.button(/^Send again in 0:(2\d|30)$/).waitFor();
    }

    await other.code.fill(await on.site.stack.codeFor(address));

    await other.signedIn();
    await on.signedIn();
    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth', 'RespondToAuthChallenge']);
  });

  test('where one has answered, the other says so and begins again', async () => {
    const on = open();
    const address = on.newAddress();
    await on.load();
    await on.askForCode(address);
    await on.code.waitFor();
    const code = await on.site.stack.codeFor(address);
    const other = await on.openTab();
    await other.code.fill(code);
    await other.signedIn();

    await on.code.fill(code);

    await on.page.getByRole('heading', { name: 'This try has ended' }).waitFor();
    await on.button('Start again').click();
    await on.code.waitFor();
    await on.code.fill(await on.site.stack.codeFor(address));
    await on.signedIn();
  });
});

/** Goes on to another page and back. @returns whether the browser had kept this one as it was */
const awayAndBack = async (page: Page, meanwhile = async () => {}): Promise<boolean> => {
  const from = page.url();
  await page.evaluate(() => {
    Object.assign(window, { isKept: true });
  });
  await page.goto(from.replace('/page', '/elsewhere'));
  await meanwhile();
  await page.evaluate(() => history.back()).catch(() => {});
  await page.waitForURL(from, { waitUntil: 'commit' });
  return page.evaluate(() => 'isKept' in window);
};

describe('the back button', () => {
  test.each([
    ['a page that the browser has kept', true],
    // Chromium keeps no page that waits for a text message.
    ['a page that is loaded anew', false],
  ])('comes back to the code, again and again, on %s', async (_, isKept) => {
    const on = open();
    const address = on.newAddress();
    if (isKept) await on.page.addInitScript(() => Reflect.deleteProperty(window, 'OTPCredential'));
    await on.load();
    await on.askForCode(address);
    await on.code.waitFor();
    expect(await awayAndBack(on.page)).toBe(isKept);
    await on.page.goForward({ waitUntil: 'commit' });
    await on.page.goBack({ waitUntil: 'commit' });
    await on.button(/^Send again in/).waitFor();

    await on.code.fill(await on.site.stack.codeFor(address));

    await on.signedIn();
    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth', 'RespondToAuthChallenge']);
  });

  test('shows a sign-out that another tab made meanwhile', async () => {
    const on = open();
    await on.page.addInitScript(() => Reflect.deleteProperty(window, 'OTPCredential'));
    await on.load('storage="local"');
    await on.signIn();
    const other = widgetTab(await on.page.context().newPage());

    const isKept = await awayAndBack(on.page, async () => {
      await other.page.goto(`${on.site.url}/page`);
      await other.button('Sign out').click();
      await other.page.getByText('You are signed out.').waitFor();
    });

    expect(isKept).toBe(true);
    await ended(on.page);
  });
});
