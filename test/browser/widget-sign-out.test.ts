import { describe, expect, test } from '@jest/globals';
import { callPool } from './fixtures/pool-gate.ts';
import { eachOnStackSite, type StackWidget } from './fixtures/stack-widget.ts';

const open = eachOnStackSite();

/** What the page hears of sign-outs, from now on. */
const hearSignOuts = ({ page }: StackWidget) =>
  page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener('doorcode:signed-out', (event) => heard.push((event as CustomEvent).detail));
  });
const heard = ({ page }: StackWidget) => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);

const refreshToken = ({ page }: StackWidget) =>
  page.evaluate(() => document.querySelector('doorcode-sign-in')?.client?.session()?.refreshToken);

describe('a sign-out', () => {
  test('has forgotten the session while the pool is slow to answer, and is told once, as the person’s own', async () => {
    const on = open();
    await on.page.clock.install();
    await on.load('storage="local"');
    await on.signIn();
    await hearSignOuts(on);
    const release = on.site.gate.hold('RevokeToken');
    await on.button('Sign out').click();
    await on.button('Signing out…').waitFor();

    expect(await on.page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(await on.page.evaluate(() => document.querySelector('doorcode-sign-in')?.getSession())).toBeNull();
    await on.page.clock.runFor(5_000);
    expect(await on.button('Signing out…').isVisible()).toBe(true);
    release();

    await on.page.getByText('You are signed out.').waitFor();
    await on.page.clock.runFor(5_000);
    expect(await heard(on)).toEqual([{ by: 'person', revoked: true }]);
  });

  test('holds where the page is left in the same moment', async () => {
    const on = open();
    await on.load('storage="local"');
    await on.signIn();
    const token = await refreshToken(on);

    await on.page.evaluate(() => {
      void document.querySelector('doorcode-sign-in')?.signOut();
      location.href = '/elsewhere';
    });
    await on.page.getByText('Another page').waitFor();
    while (on.sent('RevokeToken') === 0) await on.page.evaluate(() => new Promise(requestAnimationFrame));

    await on.page.goBack();
    await on.address.waitFor();
    const { cognito, clientId } = on.site.stack.config;
    const answer = await callPool(cognito, 'GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken: token });
    expect(answer.status).toBe(400);
  });
});
