import { describe, expect, test } from '@jest/globals';
import { challenge } from './fixtures/scripted-pool.ts';
import { eachOnSignInPage } from './fixtures/sign-in-page.ts';

const open = eachOnSignInPage();

const several = { channel: 'auto', channels: 'email,sms,push' };

describe('several channels', () => {
  test('says all places where the code may be, and what to do about each', async () => {
    const on = open();
    on.pool.next('InitiateAuth', challenge(several));
    await on.askForCode();

    await on.page.getByText('Look in your mail, your messages or your app.').waitFor();
    await on.page.getByText('No message?').click();
    expect(await on.page.locator('details li').allTextContents()).toEqual([
      'It can take a minute. If one was sent lately, that one still works.',
      'Look in the spam and promotions folders.',
      'For a text message the phone needs a signal, and room for messages.',
      'For a notification the app needs leave to show them.',
      'Check the address for typing mistakes.',
    ]);
    await on.picture('channels-waiting');
  });

  test('sends another way at once, does not say whether that way exists, and then waits with that one', async () => {
    const on = open();
    on.pool.next('InitiateAuth', challenge(several));
    on.pool.next('RespondToAuthChallenge', challenge({ ...several, resendIn: '60' }));
    await on.withClock();
    await on.askForCode();
    await on.code.waitFor();
    const ways = on.page.getByRole('group', { name: /^Send it another way/ });
    expect(await ways.getByRole('button').allTextContents()).toEqual(['Email', 'Text message', 'App notification']);
    expect(await on.button('Send the code again').isVisible()).toBe(false);
    await on.picture('channels-ready');

    await ways.getByRole('button', { name: 'Text message' }).click();

    await on.status.waitFor();
    expect(await on.status.textContent()).toBe('If your account has a phone number, a code is on its way there.');
    expect(on.pool.calls.at(-1)?.body.ClientMetadata).toEqual({ action: 'resend', channel: 'sms' });
    expect(await on.isCodeFocused()).toBe(true);
    expect(await ways.getByRole('button', { name: 'Email' }).getAttribute('aria-disabled')).toBe('false');
    const sms = ways.getByRole('button', { name: /^Text message in (1:00|0:5\d)$/ });
    expect(await sms.getAttribute('aria-disabled')).toBe('true');
    await sms.click({ force: true });
    expect(on.answers()).toHaveLength(1);
    await on.picture('channels-switched');
  });

  test('offers nothing where the deployment has one channel', async () => {
    const on = open();
    await on.askForCode();
    await on.code.waitFor();

    expect(await on.page.getByRole('group', { name: /another way/ }).isVisible()).toBe(false);
    expect(await on.page.getByText(/^Look in your/).isVisible()).toBe(false);
  });

  test('takes a phone number as people write it, to sign in and to sign up', async () => {
    const on = open();
    await on.askForCode('0031 (0)6 1234-5678');
    await on.page.getByText('If you have an account for +31612345678, a code is on its way to you.').waitFor();
    await on.page.getByText('No message?').click();

    await on.button('Create one for this address').click();

    await on.page.getByText('We are sending a code to +31612345678.').waitFor();
    expect(on.pool.calls.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'SignUp', 'InitiateAuth']);
    expect(on.pool.calls[1]?.body).toMatchObject({
      Username: '+31612345678',
      UserAttributes: [{ Name: 'phone_number', Value: '+31612345678' }],
    });
  });

  test('asks for the country code before it sends anything', async () => {
    const on = open();
    await on.askForCode('06 1234 5678');

    expect(await on.alert.textContent()).toContain('Begin the number with + and its country code');
    expect(await on.address.inputValue()).toBe('06 1234 5678');
    expect(await on.address.getAttribute('aria-invalid')).toBe('true');
    expect(on.pool.calls).toEqual([]);
    await on.picture('address-country-code');
  });
});
