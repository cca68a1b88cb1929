import { describe, expect, test } from '@jest/globals';
import { eachOnWidgetPage, type WidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();
const textarea = '<p><label>Letter <textarea></textarea></label></p>';

/** Lets the pool's answers to `operation` wait until the returned function is called. */
const hold = async (on: WidgetPage, operation: string) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await on.page.route(`${on.pool.url}/**`, async (route) => {
    if (route.request().headers()['x-amz-target']?.endsWith(`.${operation}`)) await promise;
    await route.continue();
  });
  return resolve;
};

describe("a site's keyboard", () => {
  const writing = async (on: WidgetPage) => {
    const letter = on.page.getByLabel('Letter');
    await letter.click();
    await on.page.keyboard.type('I wri');
    return letter;
  };
  const goesOn = async (on: WidgetPage, letter: Awaited<ReturnType<typeof writing>>) => {
    await on.page.keyboard.type('te');
    expect(await letter.inputValue()).toBe('I write');
  };

  test('stays where it is while an answer comes', async () => {
    const on = open();
    await on.load('', '', textarea);
    const answer = await hold(on, 'InitiateAuth');
    await on.askForCode();
    const letter = await writing(on);

    answer();
    await on.code.waitFor();

    await goesOn(on, letter);
  });

  test('stays where it is when the session is renewed, and when it ends in another tab', async () => {
    const on = open();
    await on.load('storage="local"', '', textarea);
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();
    const letter = await writing(on);
    await on.host.evaluate((host) => (host as unknown as { client: { refresh(): Promise<unknown> } }).client.refresh());
    await goesOn(on, letter);
    await on.page.evaluate(() => localStorage.clear());
    await on.page.getByText('Your session has ended.').waitFor();

    expect(await letter.evaluate((node) => node === document.activeElement)).toBe(true);
  });
});

describe('what was typed', () => {
  const changes: readonly (readonly [string, (host: HTMLElement) => void])[] = [
    ['another theme', (host) => host.setAttribute('theme', 'dark')],
    ['another language', (host) => host.setAttribute('lang', 'nl')],
    ['other channels', (host) => host.setAttribute('channels', 'email sms')],
    ['texts of the site', (host) => Object.assign(host, { messages: { title: 'Welcome' } })],
  ];

  test.each(changes)('outlives %s, with the keyboard in the field', async (_, change) => {
    const on = open();
    await on.load();
    const field = on.page.locator('input[name=username]');
    await field.click();
    await on.page.keyboard.type('ann@exam');
    await on.host.evaluate(change);
    await on.host.evaluate((host) => (host as unknown as { getSession(): Promise<unknown> }).getSession());
    await on.page.keyboard.type('ple');

    expect(await field.inputValue()).toBe('ann@example');
  });

  test('outlives another place in the page, which browsers take the keyboard away for', async () => {
    const on = open();
    await on.load();
    await on.address.fill('ann@exam');
    await on.host.evaluate((host) => {
      document.body.append(host);
      return (host as unknown as { getSession(): Promise<unknown> }).getSession();
    });

    expect(await on.address.inputValue()).toBe('ann@exam');
  });

  test('and an error are not touched by attributes and texts that are the same', async () => {
    const on = open();
    await on.load();
    await on.page.context().setOffline(true);
    await on.askForCode();
    await on.alert.waitFor();
    const errors = async () => (await on.events()).filter(({ type }) => type === 'doorcode:error').length;
    expect(await errors()).toBe(1);
    const field = await on.address.elementHandle();
    await on.host.evaluate(async (host) => {
      Object.assign(host, { messages: { title: 'Sign in' } });
      await (host as unknown as { getSession(): Promise<unknown> }).getSession();
    });
    await on.host.evaluate(async (host) => {
      Object.assign(host, { messages: { title: 'Sign in' } });
      host.setAttribute('client-id', host.getAttribute('client-id') ?? '');
      await (host as unknown as { getSession(): Promise<unknown> }).getSession();
    });

    // Nor is the field built anew, with whatever a password manager or a script of the site has tied to it.
    expect(await field?.evaluate((before) => before.isConnected)).toBe(true);
    expect(await errors()).toBe(1);
    await on.alert.waitFor();
    on.complaints.length = 0;
  });
});

test('a long wait is read out', async () => {
  const on = open();
  await on.load();
  const answer = await hold(on, 'InitiateAuth');
  await on.askForCode();
  await on.page.locator('.heard', { hasText: 'Sending…' }).waitFor({ state: 'attached' });

  answer();
  await on.code.waitFor();

  expect(await on.page.locator('.heard').textContent()).toBe('');
});
