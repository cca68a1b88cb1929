import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eachOnStackSite, widgetTab } from './fixtures/stack-widget.ts';
import { ended } from './fixtures/widget-sessions.ts';

const open = eachOnStackSite({ keepsPages: true });

describe('two tabs', () => {
  test('share a sign-in and a sign-out', async () => {
    const on = open();
    await on.load('storage="local"');
    const other = await on.openTab();
    const address = await on.signIn();
    await other.page.getByText(`as ${address}`).waitFor();

    const heard = on.page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('doorcode:signed-out', (event) => resolve((event as CustomEvent).detail), { once: true });
        }),
    );

    await other.button('Sign out').click();

    await ended(on.page);
    expect(on.sent('RevokeToken')).toBe(1);
    expect(await heard).toEqual({ by: 'elsewhere', revoked: false });
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

/** As the buttons of the browser do, which wait for no page to load: one that was kept does not. */
const walk = async (page: Page, by: 'back' | 'forward', to: string) => {
  await page.evaluate((way) => history[way](), by).catch(() => {});
  await page.waitForURL(to, { waitUntil: 'commit' });
};

/** Goes on to another page and back. @returns whether the browser had kept this one as it was */
const awayAndBack = async (page: Page, meanwhile = async () => {}): Promise<boolean> => {
  const from = page.url();
  await page.evaluate(() => {
    Object.assign(window, { isKept: true });
  });
  await page.goto(from.replace('/page', '/elsewhere'));
  await meanwhile();
  await walk(page, 'back', from);
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
    await walk(on.page, 'forward', `${on.site.url}/elsewhere`);
    await on.page.getByText('Another page').waitFor();
    await walk(on.page, 'back', `${on.site.url}/page`);
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
