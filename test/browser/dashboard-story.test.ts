import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { signInCalls } from '../helpers/cognito-calls.ts';
import { createPeople } from '../helpers/create-people.ts';
import { type RunningStack, startStack } from '../helpers/local-stack.ts';
import { codeIn, wrongCode } from '../helpers/sign-in-codes.ts';
import { launchChromium, openPage, screenshotPath, takeScreenshots } from './fixtures/chromium.ts';

let browser: Browser;
let stack: RunningStack;

beforeAll(async () => {
  [browser, stack] = await Promise.all([launchChromium(), startStack()]);
}, 30_000);
afterAll(() => Promise.all([browser.close(), stack.stop()]));

/** What fails by one way goes by the other. */
const phoneOf = (at: number): string => `+316${12_340_000 + at}`;

test('after 200 sign-ins with faults the funnel, the fallback and the limits can be read', async () => {
  const calls = signInCalls(stack.config);
  const people = Array.from({ length: 180 }, (_, at) => `person-${at}@example.com`);
  await createPeople(
    stack.config,
    people.map((email, at) => ({ email, phone: phoneOf(at) })),
  );
  const signIn = async (name: string, at: number) => {
    const round = await calls.start(name);
    const messages = await stack.inbox();
    const code = codeIn(messages.find(({ to }) => to === name || to === phoneOf(people.indexOf(name))));
    if (code === '') return;
    await calls.answer(at % 9 === 4 ? await calls.answer(round, wrongCode(code)) : round, code);
  };

  for (const [at, name] of people.entries()) {
    if (at === 60) await stack.fault({ service: 'ses', times: -1, status: 503 });
    if (at === 100) await stack.clearFaults();
    await signIn(name, at);
  }
  for (let at = 0; at < 10; at += 1) await calls.start(`nobody-${at}@example.com`);
  for (let at = 0; at < 10; at += 1) await signIn(people[0] ?? '', 0);

  const { page, complaints } = await openPage(browser);
  await page.goto(`${stack.config.web}/dashboard`);
  const legend = async (title: string) => {
    const figure = page
      .locator('figure')
      .filter({ has: page.locator('figcaption', { hasText: new RegExp(`^${title}$`) }) });
    await figure.locator('canvas').waitFor();
    return Object.fromEntries(
      (await figure.locator('.legend li').allTextContents()).map((text) => [
        text.slice(0, text.lastIndexOf(' ')),
        Number(text.slice(text.lastIndexOf(' ') + 1)),
      ]),
    );
  };

  expect(await legend('Funnel')).toMatchObject({ started: 200, 'unknown name': 10 });
  expect((await legend('Funnel'))['signed in']).toBeGreaterThanOrEqual(170);
  expect((await legend('Fallbacks'))['sms, sns']).toBeGreaterThanOrEqual(5);
  expect((await legend('Failed sends'))['email, ses, unavailable']).toBeGreaterThanOrEqual(5);
  expect((await legend('Limits'))['limited: user-sends']).toBeGreaterThanOrEqual(5);
  await page.screenshot({ path: screenshotPath('dashboard-story-whole'), fullPage: true });
  await takeScreenshots(page, 'dashboard-story');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 60_000);
