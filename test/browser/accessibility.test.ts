import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { mail, push, sms } from './fixtures/captured-messages.ts';
import { launchChromium, openPage } from './fixtures/chromium.ts';
import { startPageStack } from './fixtures/page-stack.ts';
import { refusal } from './fixtures/scripted-account.ts';
import { challenge } from './fixtures/scripted-pool.ts';
import { eachOnSignInPage } from './fixtures/sign-in-page.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const open = eachOnSignInPage();

/** What axe finds wrong in both colour schemes. The debugger's evaluation is not bound by the page's policy. */
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(await readFile(axePath, 'utf8'));
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const results = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      return axe.run({ runOnly: tags, iframes: false });
    });
    found.push(
      ...results.violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    );
  }
  return found;
};

describe('axe finds nothing wrong', () => {
  test('with the choice of channels', async () => {
    const on = open();
    on.pool.next('InitiateAuth', challenge({ channel: 'auto', channels: 'email,sms,push', resendIn: '0' }));
    expect(await violations(on.page)).toEqual([]);
    await on.askForCode();
    await on.code.waitFor();
    await on.page.getByText('No message?').click();

    expect(await violations(on.page)).toEqual([]);
  });

  test('with the tokens, the addresses, and a form that was refused', async () => {
    const on = open();
    on.account.devices = [{ id: 'd1', token: 't', platform: 'fcm', name: 'Phone' }];
    await on.signIn();
    expect(await violations(on.page)).toEqual([]);
    await on.openProfile();
    expect(await violations(on.page)).toEqual([]);

    on.account.next('POST /account/addresses', refusal(400, 'INVALID_ADDRESS'));
    await on.button('Add a phone number').click();
    await on.page.getByLabel('New phone number').fill('+31612345678');
    await on.button('Send me a code').click();
    await on.alert.waitFor();
    expect(await violations(on.page)).toEqual([]);
    await on.button('Send me a code').click();
    await on.code.fill('111111');
    await on.alert.waitFor();

    expect(await violations(on.page)).toEqual([]);
  });
});

describe('axe finds nothing wrong with the inbox', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test.each([1280, 390])('at %i pixels', async (width) => {
    const stack = await startPageStack();
    const { page } = await openPage(browser, { viewport: { width, height: 800 } });
    await page.goto(`${stack.web}/inbox`);
    await page.getByText('Nothing here yet').waitFor();
    expect(await violations(page)).toEqual([]);

    for (let at = 0; at < 6; at += 1) for (const make of [mail, sms, push]) stack.inbox.add(make(`${make.name}${at}`));
    await page.locator('.card').nth(5).waitFor({ state: 'attached' });
    const choices = width > 1000 ? [] : ['Texts 6', 'Notifications 6', 'Mail 6'];
    expect(await violations(page)).toEqual([]);
    for (const name of choices) {
      await page.getByRole('button', { name }).click();
      expect(await violations(page)).toEqual([]);
    }

    await page.context().close();
    await stack.stop();
  });
});

test.each([320, 390])(
  'nothing is wider than a screen of %i pixels, and every target is large enough',
  async (width) => {
    const on = open();
    on.account.addresses = [{ medium: 'email', value: `${'long'.repeat(15)}@example.com`, verified: false }];
    on.account.devices = [{ id: 'd1', token: 't', platform: 'apns-sandbox', name: 'W'.repeat(60) }];
    await on.page.setViewportSize({ width, height: 800 });
    await on.signIn();
    await on.openProfile();
    await on.button('Add a phone number').click();

    expect(await on.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const small = await on.page.evaluate(() =>
      [...document.querySelectorAll('button, input:not([type=radio]), select, main label')]
        .map((target) => ({ text: target.textContent, box: target.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && box.height < 24)
        .map(({ text }) => text),
    );
    expect(small).toEqual([]);
    if (width === 320) await on.picture('profile-long');
  },
);
