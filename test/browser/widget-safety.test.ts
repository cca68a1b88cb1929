import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { challenge, failure } from './fixtures/scripted-pool.ts';
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
