import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, openPage, takeScreenshots, type Watched } from './fixtures/chromium.ts';
import { startPageStack } from './fixtures/page-stack.ts';
import { challenge, failure } from './fixtures/scripted-pool.ts';

let browser: Browser;
let stack: Awaited<ReturnType<typeof startPageStack>>;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  stack = await startPageStack();
  watched = await openPage(browser);
  page = watched.page;
  await page.goto(stack.web);
});
afterEach(async () => {
  await page.context().close();
  await stack.stop();
  expect(watched.complaints).toEqual([]);
});

const heading = () => page.getByRole('heading', { level: 1 });
const code = () => page.getByLabel('6-digit code');
const alert = () => page.getByRole('alert').filter({ hasText: /./ });
const status = () => page.locator('main [role=status]').filter({ hasText: /./ });
const askForCode = async (address = 'ann@example.com') => {
  await page.getByLabel('Email address').fill(address);
  await page.getByRole('button', { name: 'Send me a code' }).click();
};
const signIn = async () => {
  await askForCode();
  await code().fill('123456');
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
};
/** Loads the page anew with a clock that the test can move. */
const withClock = async () => {
  await page.clock.install();
  await page.reload();
};
const answers = () =>
  stack.pool.calls
    .filter(({ operation }) => operation === 'RespondToAuthChallenge')
    .map(({ body }) => (body.ChallengeResponses as Record<string, string>).ANSWER);

describe('the address form', () => {
  test('asks for an address before it sends anything', async () => {
    await page.getByRole('button', { name: 'Send me a code' }).click();

    expect(await alert().textContent()).toBe('Enter your email address.');
    expect(await page.getByLabel('Email address').getAttribute('aria-invalid')).toBe('true');
    expect(stack.pool.calls).toEqual([]);
    await takeScreenshots(page, 'address-empty');
  });

  test('switches between sign-in and sign-up, and keeps what was typed', async () => {
    await takeScreenshots(page, 'address');
    await page.getByLabel('Email address').fill('new@example.com');

    await page.getByRole('button', { name: 'Create an account' }).click();

    expect(await heading().textContent()).toBe('Create your account');
    expect(await page.getByLabel('Email address').inputValue()).toBe('new@example.com');
    expect(await page.getByLabel('Email address').getAttribute('autocomplete')).toBe('email');
    await takeScreenshots(page, 'address-sign-up');
  });

  test.each([
    ['INVALID_ADDRESS', 'That is not an address we can send a code to.'],
    ['ADDRESS_NOT_SUPPORTED', 'Codes cannot be sent to that kind of address here.'],
    ['SIGN_UP_CLOSED', 'New accounts are not open to that address.'],
    ['TRY_LATER', 'We could not do that just now.'],
    ['FOREIGN_CLIENT', 'This site is not set up for sign-in by code.'],
    ['INTERNAL', 'Something went wrong on our side.'],
  ])('words %s and keeps the address', async (triggerCode, words) => {
    stack.pool.next('SignUp', failure('UserLambdaValidationException', `PreSignUp failed with error ${triggerCode}.`));
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Email address').fill('new@example.com');

    await page.getByRole('button', { name: 'Create account' }).click();

    await alert().waitFor();
    expect(await alert().textContent()).toContain(words);
    expect(await page.getByLabel('Email address').inputValue()).toBe('new@example.com');
    if (triggerCode === 'TRY_LATER') await takeScreenshots(page, 'address-try-later');
  });

  test('goes on as with a new account where the address has one already', async () => {
    stack.pool.next('SignUp', failure('UsernameExistsException', 'User already exists'));
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Email address').fill('ann@example.com');

    await page.getByRole('button', { name: 'Create account' }).click();

    await code().waitFor();
    expect(stack.pool.calls.map(({ operation }) => operation)).toEqual(['SignUp', 'InitiateAuth']);
    expect(await page.getByText('We are sending a code to ann@example.com.').isVisible()).toBe(true);
  });

  test('says what to do when the service cannot be reached', async () => {
    await stack.pool.close();

    await askForCode();

    await alert().waitFor();
    expect(await alert().textContent()).toContain('Check your connection, then try again.');
    await takeScreenshots(page, 'address-offline');
  });

  test('offers the seeded users as quick picks', async () => {
    await page.getByRole('button', { name: 'bob@example.com' }).click();

    await code().waitFor();
    expect(stack.pool.calls[0]?.body.AuthParameters).toEqual({ USERNAME: 'bob@example.com' });
  });
});

describe('the code form', () => {
  test('never says whether the account exists, and offers to create one', async () => {
    await askForCode('nobody@example.com');

    await page.getByText('If you have an account for nobody@example.com, a code is on its way to you.').waitFor();
    await takeScreenshots(page, 'code');
    await page.getByText('No message?').click();
    await takeScreenshots(page, 'code-where');
    await page.getByRole('button', { name: 'Create one for this address' }).click();

    await page.getByText('We are sending a code to nobody@example.com.').waitFor();
    expect(stack.pool.calls.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'SignUp', 'InitiateAuth']);
    expect(await code().evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test('takes a paste with spaces and hyphens and submits it once', async () => {
    await askForCode();
    await code().waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText(' 12 34-56 '));

    await page.keyboard.press('Control+V');

    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    expect(answers()).toEqual(['123456']);
  });

  test('counts the tries, and spends none on what cannot be a code', async () => {
    await askForCode();
    await code().pressSequentially('654321');
    await alert().waitFor();
    expect(await alert().textContent()).toBe('That code is not right. 2 tries left.');
    expect(await code().getAttribute('aria-invalid')).toBe('true');
    expect(await code().evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await code().inputValue()).toBe('');
    await takeScreenshots(page, 'code-wrong');

    await code().pressSequentially('123');
    await page.keyboard.press('Enter');
    expect(await alert().textContent()).toBe('A code has 6 digits, and this has 3. Enter the rest.');
    await code().fill('12345678');
    await page.keyboard.press('Enter');
    expect(await alert().textContent()).toBe('A code has 6 digits, but this has 8. Enter it again.');
    await takeScreenshots(page, 'code-long');

    expect(answers()).toEqual(['654321']);
  });

  test('leaves a code that is mended digit by digit to the submit of the person', async () => {
    stack.pool.next('RespondToAuthChallenge', 'drop');
    await askForCode();
    await code().pressSequentially('123465');
    await alert().waitFor();

    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await code().pressSequentially('56');
    expect(answers()).toEqual(['123465']);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    expect(answers()).toEqual(['123465', '123456']);
  });

  test.each([
    ['expired', { reason: 'expired' }, 'That code is too old. A new one is on its way'],
    ['spent', { reason: 'spent' }, 'That code can no longer be used. A new one is on its way'],
    ['limited', { step: 'limited', reason: 'limited', resendIn: '2400' }, 'You can ask again in 40 minutes.'],
  ])('words a code that is %s', async (name, parameters, words) => {
    stack.pool.next('RespondToAuthChallenge', challenge(parameters));
    await askForCode();

    await code().fill('111111');

    await alert().waitFor();
    expect(await alert().textContent()).toContain(words);
    expect(await code().isVisible()).toBe(name !== 'limited');
    await takeScreenshots(page, `code-${name}`);
  });

  test('sends again only after the wait the server asks for, and reads out the end of it alone', async () => {
    await withClock();
    await askForCode();
    await code().waitFor();
    const resend = page.getByRole('button', { name: /^Send (again|the code)/ });
    expect(await resend.textContent()).toMatch(/^Send again in 0:(30|29|28)$/);
    await resend.click({ force: true });
    expect(answers()).toEqual([]);
    expect(await page.locator('#announcer').textContent()).toBe('');

    await page.clock.fastForward(30_000);
    expect(await resend.textContent()).toBe('Send the code again');
    expect(await page.locator('#announcer').textContent()).toBe('You can ask for the code again now.');
    await resend.click();

    await status().waitFor();
    expect(await status().textContent()).toBe('A code is on its way. Look for the newest message.');
    expect(await resend.textContent()).toMatch(/^Send again in (1:00|0:5\d)$/);
    expect(await code().evaluate((input) => input === document.activeElement)).toBe(true);
    expect(stack.pool.calls[1]?.body.ClientMetadata).toEqual({ action: 'resend' });
    await takeScreenshots(page, 'code-resent');
  });

  test('says when the code has run out', async () => {
    stack.pool.next('InitiateAuth', challenge({ expiresIn: '120' }));
    await withClock();
    await askForCode();
    await code().waitFor();

    await page.clock.fastForward(121_000);

    expect(await alert().textContent()).toBe('The code has run out. Ask for a new one.');
  });

  test('starts again after the last wrong answer', async () => {
    stack.pool.next('RespondToAuthChallenge', failure('NotAuthorizedException', 'Incorrect username or password.'));
    await askForCode();
    await code().fill('111111');
    await alert().waitFor();
    expect(await alert().textContent()).toContain('Too many codes were wrong');
    expect(await heading().textContent()).toBe('This try has ended');
    await takeScreenshots(page, 'code-ended');

    await page.getByRole('button', { name: 'Start again' }).click();
    await code().fill('123456');

    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  });

  test('keeps the code form and its session when the connection breaks', async () => {
    stack.pool.next('RespondToAuthChallenge', 'drop');
    await askForCode();
    await code().fill('123456');
    await alert().waitFor();
    expect(await alert().textContent()).toContain('Check your connection');
    await takeScreenshots(page, 'code-offline');

    await page.getByRole('button', { name: 'Sign in', exact: true }).click();

    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  });

  test('survives a reload, and gives the address back when asked to change it', async () => {
    await askForCode();
    await code().waitFor();

    await page.reload();
    await code().waitFor();
    await page.getByRole('button', { name: 'Use another address' }).click();

    expect(await page.getByLabel('Email address').inputValue()).toBe('ann@example.com');
    await page.reload();
    expect(await heading().textContent()).toBe('Sign in');
  });

  test('shows a ten-digit code field that fits a phone', async () => {
    stack.pool.next('InitiateAuth', challenge({ codeLength: '10' }));
    await page.setViewportSize({ width: 320, height: 640 });
    await askForCode();
    const field = page.getByLabel('10-digit code');
    await field.pressSequentially('123456789');

    expect(await field.evaluate((input) => input.scrollWidth <= input.clientWidth)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await takeScreenshots(page, 'code-ten-digits');
  });
});

describe('the account', () => {
  test('shows the claims, refreshes the tokens and survives a reload', async () => {
    await signIn();
    await takeScreenshots(page, 'account');
    expect(await page.getByText('as ann@example.com').isVisible()).toBe(true);
    expect(await page.getByRole('row', { name: /Email proven/ }).textContent()).toContain('yes');
    const tokenId = () =>
      page
        .getByRole('row', { name: /Token id/ })
        .first()
        .textContent();
    const before = await tokenId();

    await page.getByRole('button', { name: 'Refresh tokens' }).click();
    await status().waitFor();

    expect(await status().textContent()).toMatch(/^New tokens are here\. They work until \d\d:\d\d\.$/);
    expect(await tokenId()).not.toBe(before);
    await takeScreenshots(page, 'account-refreshed');
    await page.reload();
    expect(await heading().textContent()).toBe('You are signed in');
  });

  test('signs out, and leaves no token behind', async () => {
    await signIn();

    await page.getByRole('button', { name: 'Sign out' }).click();

    await status().waitFor();
    expect(await status().textContent()).toBe('You are signed out.');
    expect(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)])).toEqual([[], []]);
    expect(stack.pool.calls.at(-1)).toMatchObject({ operation: 'RevokeToken', body: { Token: 'refresh-1' } });
    await takeScreenshots(page, 'address-signed-out');
  });

  test('asks to sign in again when the refresh token was revoked', async () => {
    stack.pool.next('GetTokensFromRefreshToken', failure('NotAuthorizedException', 'Refresh Token has been revoked'));
    await signIn();

    await page.getByRole('button', { name: 'Refresh tokens' }).click();

    await alert().waitFor();
    expect(await alert().textContent()).toBe('Your session has ended. Sign in again.');
    expect(await page.getByLabel('Email address').isVisible()).toBe(true);
  });

  test('follows a sign-out in another tab', async () => {
    await signIn();
    const other = await page.context().newPage();
    await other.goto(stack.web);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByText('You are signed out.').waitFor();

    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

test('whatever the pool says is shown as text', async () => {
  const payload = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
  const { tokens } = await import('./fixtures/scripted-pool.ts');
  const result = tokens(1, { email: payload, [payload]: payload, name: payload });
  stack.pool.next('RespondToAuthChallenge', { body: { AuthenticationResult: result } });
  await askForCode();
  await code().fill('123456');

  await page.getByText(`as ${payload}`).waitFor();

  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(await page.locator('main img, main script').count()).toBe(0);
});

test('the keyboard alone is enough, from the address to the sign-out', async () => {
  const focused = () => page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);
  expect(await focused()).toBe('address');
  await page.keyboard.type('ann@example.com');
  await page.keyboard.press('Enter');
  await code().waitFor();
  expect(await focused()).toBe('code');
  await page.keyboard.type('123456');
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  expect(await focused()).toBe('You are signed in');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Refresh tokens');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  await page.getByText('You are signed out.').waitFor();
  expect(await focused()).toBe('address');
});

test('every target is at least 24 pixels high and wide', async () => {
  await askForCode();
  await code().waitFor();
  await page.setViewportSize({ width: 390, height: 844 });

  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, input, summary, main a')]
      .map((target) => ({ text: target.textContent, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
      .map(({ text }) => text),
  );

  expect(small).toEqual([]);
});
