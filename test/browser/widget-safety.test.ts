import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { challenge, failure, tokens } from './fixtures/scripted-pool.ts';
import { eachOnWidgetPage, type WidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong in both colour schemes. The debugger's evaluation is not bound by the page's policy. */
const violations = async ({ page }: WidgetPage): Promise<string[]> => {
  await page.evaluate(await readFile(axePath, 'utf8'));
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const results = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    });
    found.push(
      ...results.violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    );
  }
  return found;
};

describe('axe finds nothing wrong', () => {
  test.each(['', 'lang="ar"', 'shadow="none"'])('in any state, with %j', async (attributes) => {
    const on = open();
    const several = { channel: 'auto', channels: 'email,sms,push' };
    await on.load(attributes);
    const address = on.page.locator('input[name=username]');
    const code = on.page.locator('input[name=code]');
    const alert = on.page.locator('.error').filter({ hasText: /./ });
    expect(await violations(on)).toEqual([]);

    await on.page.locator('.primary').first().click();
    await alert.waitFor();
    expect(await violations(on)).toEqual([]);

    on.pool.next('InitiateAuth', challenge(several));
    await address.fill('ann@example.com');
    await on.page.keyboard.press('Enter');
    await code.waitFor();
    expect(await violations(on)).toEqual([]);

    on.pool.next('RespondToAuthChallenge', challenge({ ...several, reason: 'wrong', attemptsLeft: '1' }));
    await code.fill('111111');
    await alert.waitFor();
    expect(await violations(on)).toEqual([]);

    on.pool.next('RespondToAuthChallenge', failure('NotAuthorizedException', 'Incorrect username or password.'));
    await code.fill('222222');
    await code.waitFor({ state: 'hidden' });
    expect(await violations(on)).toEqual([]);

    on.pool.next('InitiateAuth', challenge({ ...several, step: 'limited', reason: 'limited', resendIn: '600' }));
    await on.page.locator('.primary:visible').click();
    await alert.waitFor();
    expect(await violations(on)).toEqual([]);
  });
});

/** Ways to run a script from text, in the strings that a server controls. */
const payloads = (() => {
  const calls = ['window.pwned=1', 'pwned()', 'top.pwned=1', "parent['pwned']=1", 'self.pwned=`1`'];
  const shells = [
    (js: string) => `<img src=x onerror="${js}">`,
    (js: string) => `<script>${js}</script>`,
    (js: string) => `"><svg onload=${js}>`,
    (js: string) => `javascript:${js}`,
    (js: string) => `<iframe srcdoc="<script>${js}</script>">`,
    (js: string) => `<a href="javascript:${js}">x</a>`,
    (js: string) => `</style><script>${js}</script>`,
    (js: string) => `{{constructor.constructor("${js}")()}}`,
    (js: string) => `\${${js}}`,
    (js: string) => `<math><mtext><img src onerror=${js}></mtext></math>`,
  ];
  const wraps = ['', "'", '"', '`', '-->', ']]>', '\u2028', '</textarea>', '</title>', '{name}'];
  return calls.flatMap((js) => shells.flatMap((shell) => wraps.map((wrap) => wrap + shell(js))));
})();

test('500 attempts in every string that a server controls run nothing, and break no rule of the page', async () => {
  const on = open();
  expect(new Set(payloads).size).toBe(500);
  await on.load();
  const fake = (payload: string, serial: number) => {
    const parameters = ['step', 'reason', 'channel', 'channels', 'codeLength', 'expiresIn', 'resendIn', 'attemptsLeft'];
    on.pool.next('InitiateAuth', challenge(Object.fromEntries(parameters.map((name) => [name, payload]))));
    on.pool.next('RespondToAuthChallenge', {
      body: { AuthenticationResult: tokens(serial, { email: payload, name: payload, [payload]: payload }) },
    });
    on.pool.next('SignUp', failure(payload, payload));
    on.pool.next('RevokeToken', failure(payload, payload));
  };
  for (const [at, payload] of payloads.entries()) {
    fake(payload, at);
    if (at % 2 === 1) on.pool.next('SignUp', { body: {} });
    await on.page.evaluate(async (text) => {
      const widget = document.querySelector('doorcode-sign-in');
      if (widget === null) throw new Error('no widget');
      await widget.start('ann@example.com');
      await widget.client?.answer('123456');
      await widget.getSession();
      const { state } = widget;
      Object.assign(window, { last: [state, text] });
    }, payload);
    await on.page.evaluate(() => dispatchEvent(new Event('online')));
    const shown = on.page.getByText(`as ${payload}`, { exact: true });
    if (at % 50 === 0) await shown.waitFor();
    await on.page.evaluate(() => document.querySelector('doorcode-sign-in')?.signOut());
  }

  expect(await on.page.evaluate(() => 'pwned' in window)).toBe(false);
  const { calls } = on.pool;
  expect(calls.filter(({ operation }) => operation === 'RespondToAuthChallenge')).toHaveLength(500);
}, 120_000);
