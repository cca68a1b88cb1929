import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type RunningStack, startStack } from '../helpers/local-stack.ts';
import { launchChromium, openPage, takeScreenshots } from './fixtures/chromium.ts';

let browser: Browser;
let stack: RunningStack;

beforeAll(async () => {
  [browser, stack] = await Promise.all([launchChromium(), startStack()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), stack.stop()]);
});

describe('on the local stack', () => {
  test('a new person signs up, reads the code in the inbox, mistypes it, signs in, refreshes and signs out', async () => {
    const { page, complaints } = await openPage(browser);
    const inbox = await page.context().newPage();
    await inbox.goto(`${stack.config.web}/inbox`);
    await page.goto(stack.config.web);

    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Email address').fill('new@example.com');
    await page.getByRole('button', { name: 'Create account' }).click();
    const field = page.getByLabel('6-digit code');
    await field.waitFor();

    await inbox.getByRole('link', { name: 'new@example.com' }).click();
    const copy = inbox.getByRole('button', { name: /^Copy \d{6}$/ });
    const code = (await copy.textContent())?.replace(/\D/g, '') ?? '';
    await inbox.frameLocator('iframe').getByText(code, { exact: true }).waitFor();
    await takeScreenshots(inbox, 'story-inbox');

    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    await field.pressSequentially(wrong);
    const alert = page.getByRole('alert').filter({ hasText: /./ });
    await alert.waitFor();
    expect(await alert.textContent()).toBe('That code is not right. 2 tries left.');
    await takeScreenshots(page, 'story-wrong');

    await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    expect(await page.getByText('as new@example.com').isVisible()).toBe(true);
    await takeScreenshots(page, 'story-account');

    const issued = page.getByRole('row', { name: /Token id/ }).first();
    const before = await issued.textContent();
    await page.getByRole('button', { name: 'Refresh tokens' }).click();
    await page.getByText(/^New tokens are here/).waitFor();
    expect(await issued.textContent()).not.toBe(before);

    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.', { exact: true }).waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a known and an unknown person see the same page, and the unknown one gets in by creating the account', async () => {
    const { page, complaints } = await openPage(browser);
    const askAs = async (address: string) => {
      await page.goto(stack.config.web);
      await page.getByLabel('Email address').fill(address);
      await page.keyboard.press('Enter');
      await page.getByLabel('6-digit code').waitFor();
      const shown = await page.locator('main').textContent();
      return shown?.replaceAll(address, 'ADDRESS').replaceAll(/\d?\d:\d\d/g, 'TIME');
    };
    const known = await askAs('ann@example.com');
    await page.getByRole('button', { name: 'Use another address' }).click();
    const unknown = await askAs('nobody@example.com');
    expect(unknown).toBe(known);

    await page.getByText('No message?').click();
    await page.getByRole('button', { name: 'Create one for this address' }).click();
    await page.getByText('We are sending a code to nobody@example.com.').waitFor();
    await page.getByLabel('6-digit code').fill(await stack.codeFor('nobody@example.com'));

    await page.getByText('as nobody@example.com').waitFor();
    expect(complaints).toEqual([]);
  });

  test('three wrong codes end the try, and a new one goes on', async () => {
    const { page } = await openPage(browser);
    await page.goto(stack.config.web);
    await page.getByRole('button', { name: 'bas@example.com' }).click();
    const code = await stack.codeFor('bas@example.com');
    const alert = page.getByRole('alert').filter({ hasText: /./ });
    for (const [offset, words] of [
      [1, '2 tries left'],
      [2, '1 try left'],
      [3, 'Too many codes were wrong'],
    ] as const) {
      await page.getByLabel('6-digit code').fill(String((Number(code) + offset) % 1_000_000).padStart(6, '0'));
      await page.getByText(words).waitFor();
    }
    expect(await alert.count()).toBe(1);

    await page.getByRole('button', { name: 'Start again' }).click();

    await page.getByRole('heading', { name: /Enter your code|Wait a little/ }).waitFor();
  });
});
