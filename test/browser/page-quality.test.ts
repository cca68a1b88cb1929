import { expect, test } from '@jest/globals';
import { screenshotPath } from './fixtures/chromium.ts';
import { tokens } from './fixtures/scripted-pool.ts';
import { eachOnSignInPage } from './fixtures/sign-in-page.ts';

const open = eachOnSignInPage();

test('whatever the pool says is shown as text', async () => {
  const on = open();
  const payload = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
  const result = tokens(1, { email: payload, [payload]: payload, name: payload });
  on.pool.next('RespondToAuthChallenge', { body: { AuthenticationResult: result } });
  await on.askForCode();
  await on.code.fill('123456');

  await on.page.getByText(`as ${payload}`).waitFor();

  expect(await on.page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(await on.page.locator('main img, main script').count()).toBe(0);
});

test('the keyboard alone is enough, from the address to the sign-out', async () => {
  const on = open();
  const focused = () => on.page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);
  await on.address.waitFor();
  expect(await focused()).toBe('address');
  await on.page.keyboard.type('ann@example.com');
  await on.page.keyboard.press('Enter');
  await on.code.waitFor();
  expect(await focused()).toBe('code');
  await on.page.keyboard.type('123456');
  await on.signedIn();
  expect(await focused()).toBe('You are signed in');
  await on.page.keyboard.press('Tab');
  expect(await focused()).toBe('Refresh tokens');
  await on.page.keyboard.press('Tab');
  await on.page.keyboard.press('Enter');

  await on.page.getByText('You are signed out.').waitFor();
  expect(await focused()).toBe('address');
});

test('says what to do when the stack has gone, and comes back with it', async () => {
  const on = open();
  await on.page.route('**/config.json', (route) => route.abort());
  await on.page.reload();
  await on.alert.waitFor();
  expect(await on.alert.textContent()).toBe('The local stack does not answer. Is npm start still running?');
  await on.picture('stack-gone');
  await on.page.unroute('**/config.json');

  await on.button('Try again').click();

  await on.address.waitFor();
});

test('every state can be told apart in forced colours', async () => {
  const on = open();
  await on.page.emulateMedia({ forcedColors: 'active' });
  await on.askForCode();
  await on.code.fill('111111');
  await on.alert.waitFor();
  const borders = await on.page.evaluate(() =>
    ['#code', 'button.primary', 'button.secondary'].map((target) => {
      const found = document.querySelector(target);
      return found === null ? '' : getComputedStyle(found).borderTopStyle;
    }),
  );

  expect(borders).toEqual(['solid', 'solid', 'solid']);
  await on.page.screenshot({ path: screenshotPath('code-wrong-forced-colors') });
});

test('every target is at least 24 pixels high and wide', async () => {
  const on = open();
  await on.askForCode();
  await on.code.waitFor();
  await on.page.setViewportSize({ width: 390, height: 844 });

  const small = await on.page.evaluate(() =>
    [...document.querySelectorAll('button, input, summary, main a')]
      .map((target) => ({ text: target.textContent, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
      .map(({ text }) => text),
  );

  expect(small).toEqual([]);
});
