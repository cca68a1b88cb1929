import { describe, expect, test } from '@jest/globals';
import { callPool } from './fixtures/pool-gate.ts';
import { eachOnStackSite } from './fixtures/stack-widget.ts';
import { ended, fresh, hour, sessionOf, signedInBefore } from './fixtures/widget-sessions.ts';

const open = eachOnStackSite();

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
    await callPool(cognito, 'RevokeToken', { ClientId: clientId, Token: token });

    await on.sleep(8 * hour);

    await ended(on.page);
    expect(await on.page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('and whose rotated successor got lost end the session in words, at the second refusal', async () => {
    const on = open();
    await signedInBefore(on, 8);
    on.site.gate.rotates = true;
    const token = await on.page.evaluate(
      () => document.querySelector('doorcode-sign-in')?.client?.session()?.refreshToken,
    );
    await callPool(on.site.gate.url, 'GetTokensFromRefreshToken', {
      ClientId: on.site.stack.config.clientId,
      RefreshToken: token,
    });

    const refused = on.page.waitForResponse((response) => response.status() === 400);
    await on.sleep(8 * hour);
    await refused;
    expect(await on.page.getByRole('heading', { name: 'You are signed in' }).isVisible()).toBe(true);
    await on.sleep(31_000);

    await ended(on.page);
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

    await fresh(on.page);
    expect(on.sent('GetTokensFromRefreshToken')).toBe(1);
  });

  test('only by a clock that is an hour ahead are not renewed, and after a reload once', async () => {
    const on = open();
    await on.page.clock.install({ time: Date.now() + hour });
    await on.load('storage="local"');
    await on.signIn();
    const ask = async () => {
      for (let seconds = 0; seconds < 20; seconds += 1) {
        await on.page.clock.runFor(1_000);
        await sessionOf(on.page);
      }
    };

    await ask();
    expect(on.sent('GetTokensFromRefreshToken')).toBe(0);
    await on.page.reload();
    await on.signedIn();
    await ask();

    expect(on.sent('GetTokensFromRefreshToken')).toBe(1);
    expect((await sessionOf(on.page))?.accessToken).toBeDefined();
  });
});

describe('two tabs', () => {
  test.each([
    ['as it is', false],
    ['that rotates', true],
  ])('renew together with one request, the refresh token %s', async (_, rotates) => {
    const on = open();
    const { gate } = on.site;
    await signedInBefore(on, 8, 'storage="local"');
    gate.rotates = rotates;
    const other = await on.openTab();
    await other.signedIn();
    gate.ageSeconds = 1_200;
    const release = gate.hold('GetTokensFromRefreshToken');
    await on.sleep(8 * hour - 1_200_000);
    const both = Promise.all([sessionOf(on.page), sessionOf(other.page)]);
    release();
    const [here, there] = await both;

    expect(on.sent('GetTokensFromRefreshToken')).toBe(1);
    expect(there?.accessToken).toBe(here?.accessToken);
    gate.ageSeconds = 0;
    await on.sleep(1_200_000);
    const [later] = await Promise.all([sessionOf(on.page), sessionOf(other.page)]);
    expect(later?.accessToken).not.toBe(here?.accessToken);
    expect(on.sent('GetTokensFromRefreshToken')).toBe(2);
  });

  test('on a page without TLS, which has no Web Locks, both keep the session when the token rotates', async () => {
    const on = open();
    await on.page.context().addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    const address = await signedInBefore(on, 8, 'storage="local"');
    on.site.gate.rotates = true;
    const other = await on.openTab();
    await other.signedIn();
    const release = on.site.gate.hold('GetTokensFromRefreshToken');
    await on.sleep(8 * hour);
    release();

    for (const { page } of [on, other]) {
      await fresh(page);
      expect(await page.getByText(`as ${address}`).isVisible()).toBe(true);
    }
    expect(on.sent('GetTokensFromRefreshToken')).toBeLessThanOrEqual(2);
    expect((await sessionOf(other.page))?.accessToken).toBe((await sessionOf(on.page))?.accessToken);
  });
});
