import { describe, expect, test } from '@jest/globals';
import { failure } from './fixtures/scripted-pool.ts';
import { eachOnSignInPage } from './fixtures/sign-in-page.ts';

const open = eachOnSignInPage();

describe('the address form', () => {
  test('asks for an address before it sends anything', async () => {
    const on = open();
    await on.button('Send me a code').click();

    expect(await on.alert.textContent()).toBe('Enter your email address or phone number.');
    expect(await on.address.getAttribute('aria-invalid')).toBe('true');
    expect(on.pool.calls).toEqual([]);
    await on.picture('address-empty');
  });

  test('switches between sign-in and sign-up, and keeps what was typed', async () => {
    const on = open();
    await on.picture('address');
    await on.address.fill('new@example.com');

    await on.button('Create an account').click();

    expect(await on.heading.textContent()).toBe('Create your account');
    expect(await on.address.inputValue()).toBe('new@example.com');
    expect(await on.address.getAttribute('autocomplete')).toBe('email');
    await on.picture('address-sign-up');
  });

  test.each([
    ['INVALID_ADDRESS', 'That is not an address we can send a code to.'],
    ['ADDRESS_NOT_SUPPORTED', 'Codes cannot be sent to that kind of address here.'],
    ['SIGN_UP_CLOSED', 'New accounts are not open to that address.'],
    ['TRY_LATER', 'We could not do that just now.'],
    ['FOREIGN_CLIENT', 'This site is not set up for sign-in by code.'],
    ['INTERNAL', 'Something went wrong on our side.'],
  ])('words %s and keeps the address', async (triggerCode, words) => {
    const on = open();
    on.pool.next('SignUp', failure('UserLambdaValidationException', `PreSignUp failed with error ${triggerCode}.`));
    await on.button('Create an account').click();
    await on.address.fill('new@example.com');

    await on.button('Create account').click();

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain(words);
    expect(await on.address.inputValue()).toBe('new@example.com');
    if (triggerCode === 'TRY_LATER') await on.picture('address-try-later');
  });

  test('goes on as with a new account where the address has one already', async () => {
    const on = open();
    on.pool.next('SignUp', failure('UsernameExistsException', 'User already exists'));
    await on.button('Create an account').click();
    await on.address.fill('ann@example.com');

    await on.button('Create account').click();

    await on.code.waitFor();
    expect(on.pool.calls.map(({ operation }) => operation)).toEqual(['SignUp', 'InitiateAuth']);
    expect(await on.page.getByText('We are sending a code to ann@example.com.').isVisible()).toBe(true);
  });

  test('says what to do when the service cannot be reached', async () => {
    const on = open();
    await on.pool.close();

    await on.askForCode();

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('Check your connection, then try again.');
    await on.picture('address-offline');
  });

  test('offers the seeded users as quick picks', async () => {
    const on = open();
    await on.button('bob@example.com').click();

    await on.code.waitFor();
    expect(on.pool.calls[0]?.body.AuthParameters).toEqual({ USERNAME: 'bob@example.com' });
  });
});
