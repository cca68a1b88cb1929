import { describe, expect, test } from '@jest/globals';
import { refusal } from './fixtures/scripted-account.ts';
import { eachOnSignInPage, openedProfile, type SignInPage } from './fixtures/sign-in-page.ts';

const open = eachOnSignInPage();

const opened = () => openedProfile(open());

const askForPhone = async (on: SignInPage, number = '+31 6 1234 5678') => {
  await on.button('Add a phone number').click();
  await on.page.getByLabel('New phone number').fill(number);
  await on.button('Send me a code').click();
};

describe('addresses', () => {
  test('adds a phone: asks, sends a code, confirms it, and fetches new claims', async () => {
    const on = await opened();
    await on.picture('profile');
    await on.button('Add a phone number').click();
    expect(await on.page.getByLabel('New phone number').evaluate((input) => input === document.activeElement)).toBe(
      true,
    );
    await on.picture('profile-add');
    await on.page.getByLabel('New phone number').fill('0031 6 1234-5678');
    await on.button('Send me a code').click();

    await on.page.getByText('We are sending a code to +31612345678.').waitFor();
    expect(await on.isCodeFocused()).toBe(true);
    await on.picture('profile-code');
    await on.code.fill('123 456');

    await on.status.waitFor();
    expect(await on.status.textContent()).toBe('+31612345678 is yours now. You can sign in with it.');
    expect(on.account.calls.at(-1)?.body).toMatchObject({ address: '+31612345678', code: '123456' });
    expect(on.pool.calls.at(-1)?.operation).toBe('GetTokensFromRefreshToken');
    expect(await on.page.evaluate(() => document.activeElement?.id)).toBe('addresses-title');
    await on.button('Change the phone number').waitFor();
    await on.picture('profile-added');
  });

  test('says that the old address gets a notice when one is changed', async () => {
    const on = await opened();
    await on.button('Change the email address').click();
    await on.page.getByLabel('New email address').fill('new@example.com');
    await on.button('Send me a code').click();
    await on.code.fill('123456');

    await on.page.getByText('new@example.com is yours now. The one that it replaces gets a notice.').waitFor();
  });

  test('proves an address that is there already', async () => {
    const on = open();
    on.account.addresses = [...on.account.addresses, { medium: 'sms', value: '+31687654321', verified: false }];
    await on.signIn();
    await on.openProfile();
    await on.picture('profile-unproven');

    await on.button('Prove the phone number').click();

    expect(await on.page.getByLabel('New phone number').inputValue()).toBe('+31687654321');
  });

  test.each([
    ['', 'Enter the phone number.'],
    ['ann@example.com', 'That is an email address. Enter a phone number here.'],
    ['0612345678', 'Begin the number with + and its country code, as in +31\u00a06\u00a01234\u00a05678.'],
  ])('asks for another phone number than %j before it sends anything', async (typed, words) => {
    const on = await opened();

    await askForPhone(on, typed);

    expect(await on.alert.textContent()).toBe(words);
    expect(on.account.calls.map(({ call }) => call)).toEqual(['GET /account']);
  });

  test.each([
    ['INVALID_ADDRESS', 400, 'That is not an address we can send a code to.'],
    ['ADDRESS_NOT_SUPPORTED', 400, 'Codes cannot be sent to that kind of address here.'],
    ['TRY_LATER', 503, 'We could not do that just now.'],
  ])('words the refusal %s of an address, and keeps it', async (error, status, words) => {
    const on = await opened();
    on.account.next('POST /account/addresses', refusal(status, error));

    await askForPhone(on);

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain(words);
    expect(await on.page.getByLabel('New phone number').inputValue()).toBe('+31612345678');
  });

  test('counts down a limit, and lets the person go on when it has passed', async () => {
    const on = open();
    on.account.next('POST /account/addresses', refusal(429, 'LIMITED', { resendIn: 90 }));
    await on.withClock();
    await on.signIn();
    await on.openProfile();

    await askForPhone(on);

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toMatch(/You can try again in 1:(30|2\d)\.$/);
    await on.picture('profile-limited');
    await on.page.clock.fastForward(91_000);
    expect(await on.alert.count()).toBe(0);
  });

  test('counts wrong codes, and spends none on what cannot be a code', async () => {
    const on = await opened();
    await askForPhone(on);
    await on.code.fill('111111');
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe('That code is not right. 2 tries left.');
    expect(await on.code.inputValue()).toBe('');
    expect(await on.isCodeFocused()).toBe(true);
    await on.picture('profile-wrong');

    await on.code.fill('123');
    await on.button('Confirm').click();

    expect(await on.alert.textContent()).toBe('A code has 6 digits, and this has 3. Enter the rest.');
    expect(on.account.calls.filter(({ call }) => call.endsWith('confirm'))).toHaveLength(1);
  });

  test.each([
    ['EXPIRED_CODE', 410, {}, 'That code no longer works. Ask for a new one.'],
    ['WRONG_CODE', 400, { attemptsLeft: 0 }, 'That code is not right, and has no tries left. Ask for a new one.'],
    ['ADDRESS_TAKEN', 409, {}, 'That address belongs to another account. Use a different one.'],
    ['LIMITED', 429, {}, 'Too many codes or tries for now. Wait a while, then try again.'],
  ])('words the refusal %s of a code', async (error, status, facts, words) => {
    const on = await opened();
    on.account.next('POST /account/addresses/confirm', refusal(status, error, facts));
    await askForPhone(on);

    await on.code.fill('111111');

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe(words);
    if (error === 'ADDRESS_TAKEN') await on.picture('profile-taken');
    else await on.button('Use another address').click();
    expect(await on.page.getByLabel('New phone number').inputValue()).toBe('+31612345678');
  });

  test('sends the code again only after the wait, and reads out the end of it alone', async () => {
    const on = open();
    await on.withClock();
    await on.signIn();
    await on.openProfile();
    await askForPhone(on);
    await on.code.waitFor();
    const resend = on.page.getByRole('button', { name: /^Send (again|the code again)/ });
    expect(await resend.textContent()).toMatch(/^Send again in 0:(30|29|28)$/);

    await on.page.clock.fastForward(30_000);
    expect(await on.page.locator('#announcer').textContent()).toBe('You can ask for the code again now.');
    await resend.click();

    await on.status.waitFor();
    expect(await on.status.textContent()).toBe('A code is on its way. Look for the newest message.');
    expect(on.account.calls.filter(({ call }) => call === 'POST /account/addresses')).toHaveLength(2);
    expect(await on.isCodeFocused()).toBe(true);
  });

  test('asks to sign in again where the last sign-in is too long ago, and goes on there', async () => {
    const on = await opened();
    on.account.next('POST /account/addresses', refusal(403, 'SIGN_IN_AGAIN'));
    await askForPhone(on);
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('sign in again before you change an address');
    await on.picture('profile-sign-in-again');

    await on.button('Sign in again').click();

    await on.page.getByText('Sign in again, then change your addresses within the next minutes.').waitFor();
    expect(await on.address.inputValue()).toBe('ann@example.com');
    await on.button('Send me a code').click();
    await on.code.fill('123456');
    await on.signedIn();
    expect(await on.page.getByRole('tab', { selected: true }).textContent()).toBe('Addresses and devices');
  });

  test('gives the keyboard back when the form is cancelled', async () => {
    const on = await opened();
    await on.button('Add a phone number').click();

    await on.button('Cancel').click();

    expect(await on.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Add a phone number');
  });
});
