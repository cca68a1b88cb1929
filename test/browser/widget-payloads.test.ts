import { expect, test } from '@jest/globals';
import { attackWidget } from './fixtures/hostile-pool.ts';
import { scriptPayloads } from './fixtures/script-payloads.ts';
import { eachOnWidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();

test('500 attempts in every string that a server controls run nothing, make no element, and break no rule of the page', async () => {
  const on = open();
  expect(new Set(scriptPayloads).size).toBe(500);
  await on.load();
  const before = await on.host.evaluate((host) => [
    ...new Set([...(host.shadowRoot?.querySelectorAll('*') ?? [])].map(({ localName }) => localName)),
  ]);

  const { elements, scripts, answers, shown } = await on.page.evaluate(attackWidget, scriptPayloads);

  expect(await on.page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(scripts).toEqual([]);
  expect(elements).toEqual(before.sort());
  expect(answers).toEqual({
    SignUp: 500 * 11,
    InitiateAuth: 500 * 11,
    RespondToAuthChallenge: 500 * 10,
    GetTokensFromRefreshToken: 500 * 6,
    RevokeToken: 500 * 3,
  });
  for (const claim of ['email', 'phone_number', 'cognito:username']) {
    expect([claim, shown[claim], shown[`renewed ${claim}`]]).toEqual([claim, 500, 500]);
  }
}, 60_000);
