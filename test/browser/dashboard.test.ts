import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { createMetricStore } from '../../infra/local/dashboard/metric-store.ts';
import { createInbox } from '../../infra/local/inbox.ts';
import { startWebServer } from '../../infra/local/web/web-server.ts';
import { emfLine } from '../infra/local/dashboard/emf-lines.ts';
import { takeScreenshots } from './fixtures/chromium.ts';
import { eachPage } from './fixtures/each-page.ts';

const on = eachPage(async () => {
  const metrics = createMetricStore();
  const options = { port: 0, config: () => ({}), inbox: createInbox(), cognitoUrl: 'http://127.0.0.1:1', metrics };
  const server = await startWebServer(options);
  return { web: server.url, metrics, stop: () => server.close() };
});

const say = (values: Record<string, number>, dimensions: Record<string, string> = {}, secondsAgo = 0) =>
  on().stack.metrics.append(emfLine(values, dimensions, Date.now() - secondsAgo * 1_000));

/** Four minutes of sign-ins with a provider that fails for a while, wrong answers and limits. */
const busyMinutes = () => {
  const ses = { channel: 'email', provider: 'ses' };
  const sns = { channel: 'sms', provider: 'sns' };
  for (let ago = 240; ago > 0; ago -= 5) {
    const load = 6 + Math.round(4 * Math.sin(ago / 30));
    const isDown = ago < 120 && ago > 60;
    say({ SignInStarted: load, CodeSent: load, SignInSucceeded: load - 2, UnknownUser: 1 }, {}, ago);
    say({ CodeSent: isDown ? 0 : load, SendLatency: isDown ? 1_500 : 60 }, isDown ? sns : ses, ago);
    say({ RightAnswer: load - 2, TimeToSignIn: 9_000 + 40 * ago }, { channel: isDown ? 'sms' : 'email' }, ago);
    if (isDown) say({ SendFailed: load }, { ...ses, reason: 'unavailable' }, ago);
    if (isDown) say({ CodeFallback: load }, sns, ago);
    if (isDown) say({ SmsSent: load }, { country: ago % 2 === 0 ? 'NL' : 'DE' }, ago);
    say({ WrongAnswer: 1 }, { channel: 'email' }, ago);
    if (ago % 20 === 0) say({ Limited: 2 }, { reason: 'failures' }, ago);
  }
};

const figure = (title: string) => {
  const { page } = on();
  return page.locator('figure').filter({ has: page.locator('figcaption', { hasText: new RegExp(`^${title}$`) }) });
};

describe('the dashboard', () => {
  test('says that nothing is there yet, and what only AWS measures', async () => {
    const { page, stack } = on();
    await page.goto(`${stack.web}/dashboard`);
    await page.getByText('Live, a point each 5 s').waitFor();

    expect(await figure('Funnel').locator('.note').textContent()).toBe('Nothing yet.');
    expect(await figure('Duration, p99, ms').locator('.note').textContent()).toBe('Only AWS measures this.');
  });

  test('draws funnel, fallback and limits under the strict policy, in numbers too', async () => {
    const { page, stack } = on();
    busyMinutes();
    await page.goto(`${stack.web}/dashboard`);
    await figure('Funnel').locator('canvas').waitFor();

    expect(await figure('Funnel').locator('.legend li').allTextContents()).toEqual([
      expect.stringMatching(/^started [1-9]\d*$/),
      expect.stringMatching(/^code sent [1-9]\d*$/),
      expect.stringMatching(/^signed in [1-9]\d*$/),
      'gave up or refused 0',
      expect.stringMatching(/^unknown name 4\d$/),
    ]);
    expect(await figure('Fallbacks').locator('.legend li').allTextContents()).toEqual([
      expect.stringMatching(/^sms, sns [1-9]\d*$/),
    ]);
    expect(await figure('Limits').locator('.legend li').allTextContents()).toEqual([
      expect.stringMatching(/^limited: failures [1-9]\d*$/),
    ]);
    expect(await figure('Funnel').locator('.plot').getAttribute('aria-label')).toMatch(/^Funnel: started \d/);
    await figure('Failed sends').locator('summary').click();
    await figure('Failed sends').locator('table').waitFor();
    expect(await figure('Failed sends').locator('thead th').allTextContents()).toEqual([
      'Time',
      'email, ses, unavailable',
    ]);
    expect(await figure('Failed sends').locator('tbody tr').count()).toBeGreaterThan(5);
    await takeScreenshots(page, 'dashboard');
  });

  test('is live: what happens now is drawn without a reload', async () => {
    const { page, stack } = on();
    say({ SignInStarted: 1 });
    await page.goto(`${stack.web}/dashboard`);
    await figure('Funnel').getByText('started 1').waitFor();

    say({ SignInStarted: 2 });
    say({ SmsSent: 1 }, { country: 'NL' });

    await figure('Funnel').getByText('started 3').waitFor();
    await figure('Text messages by country').getByText('NL 1').waitFor();
  });

  test('shows another span, by pointer or keyboard', async () => {
    const { page, stack } = on();
    say({ SignInStarted: 7 }, {}, 10 * 60);
    await page.goto(`${stack.web}/dashboard`);
    await page.getByText('Live, a point each 5 s').waitFor();

    await page.getByRole('button', { name: '15 min' }).focus();
    await page.keyboard.press('Enter');

    await page.getByText('Live, a point each 15 s').waitFor();
    await figure('Funnel').getByText('started 7').waitFor();
    expect(await page.getByRole('button', { name: '15 min' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('says so when the stack has gone, and goes on when it is back', async () => {
    const { page, stack } = on();
    await page.goto(`${stack.web}/dashboard`);
    await page.getByText('Live, a point each 5 s').waitFor();
    await page.route('**/dashboard/data.json*', (route) => route.abort());
    await page.getByText('The local stack does not answer. Is npm start still running?').waitFor();

    await page.unroute('**/dashboard/data.json*');

    await page.getByText('Live, a point each 5 s').waitFor();
  });

  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('has no accessibility fault in %s, and fits a page %i pixels wide', async (colorScheme, width) => {
    const { page, stack } = on();
    busyMinutes();
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    await page.goto(`${stack.web}/dashboard`);
    await figure('Funnel').locator('canvas').waitFor();
    await figure('Funnel').locator('summary').click();
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(source);

    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: object[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes).slice(0, 300)}`);
    });

    expect(violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
