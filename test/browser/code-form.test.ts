import { describe, expect, test } from '@jest/globals';
import { challenge, failure } from './fixtures/scripted-pool.ts';
import { eachOnSignInPage } from './fixtures/sign-in-page.ts';

const open = eachOnSignInPage();

describe('the code form', () => {
  test('never says whether the account exists, and offers to create one', async () => {
    const on = open();
    await on.askForCode('nobody@example.com');

    await on.page.getByText('If you have an account for nobody@example.com, a code is on its way to you.').waitFor();
    await on.picture('code');
    await on.page.getByText('No message?').click();
    await on.picture('code-where');
    await on.button('Create one for this address').click();

    await on.page.getByText('We are sending a code to nobody@example.com.').waitFor();
    expect(on.pool.calls.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'SignUp', 'InitiateAuth']);
    expect(await on.isCodeFocused()).toBe(true);
  });

  test('takes a paste with spaces and hyphens and submits it once', async () => {
    const on = open();
    await on.askForCode();
    await on.code.waitFor();
    await on.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await on.page.evaluate(() => navigator.clipboard.writeText(' 12 34-56 '));

    await on.page.keyboard.press('Control+V');

    await on.signedIn();
    expect(on.answers()).toEqual(['123456']);
  });

  test('counts the tries, and spends none on what cannot be a code', async () => {
    const on = open();
    await on.askForCode();
    await on.code.pressSequentially('654321');
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe('That code is not right. 2 tries left.');
    expect(await on.code.getAttribute('aria-invalid')).toBe('true');
    expect(await on.isCodeFocused()).toBe(true);
    expect(await on.code.inputValue()).toBe('');
    await on.picture('code-wrong');

    await on.page.keyboard.press('Enter');
    expect(await on.alert.textContent()).toBe('That code is not right. 2 tries left.');
    await on.button('Sign in').click();
    expect(await on.alert.textContent()).toBe('That code is not right. 2 tries left.');
    expect(await on.isCodeFocused()).toBe(true);

    await on.code.pressSequentially('123');
    await on.page.keyboard.press('Enter');
    expect(await on.alert.textContent()).toBe('A code has 6 digits, and this has 3. Enter the rest.');
    await on.code.fill('12345678');
    await on.page.keyboard.press('Enter');
    expect(await on.alert.textContent()).toBe('A code has 6 digits, but this has 8. Enter it again.');
    await on.picture('code-long');

    expect(on.answers()).toEqual(['654321']);
  });

  test('leaves a code that is mended digit by digit to the submit of the person', async () => {
    const on = open();
    on.pool.next('RespondToAuthChallenge', 'drop');
    await on.askForCode();
    await on.code.pressSequentially('123465');
    await on.alert.waitFor();

    await on.page.keyboard.press('Backspace');
    await on.page.keyboard.press('Backspace');
    await on.code.pressSequentially('56');
    expect(on.answers()).toEqual(['123465']);
    await on.page.keyboard.press('Enter');

    await on.signedIn();
    expect(on.answers()).toEqual(['123465', '123456']);
  });

  test.each([
    ['expired', { reason: 'expired' }, 'That code is too old. A new one is on its way'],
    ['spent', { reason: 'spent' }, 'That code was used up, perhaps in another tab. A new one is on its way'],
    ['limited', { step: 'limited', reason: 'limited', resendIn: '2400' }, 'You can ask again in 40 minutes.'],
  ])('words a code that is %s', async (name, parameters, words) => {
    const on = open();
    on.pool.next('RespondToAuthChallenge', challenge(parameters));
    await on.askForCode();

    await on.code.fill('111111');

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain(words);
    expect(await on.code.isVisible()).toBe(name !== 'limited');
    await on.picture(`code-${name}`);
  });

  test('sends again only after the wait the server asks for, and reads out the end of it alone', async () => {
    const on = open();
    await on.withClock();
    await on.askForCode();
    await on.code.waitFor();
    const resend = on.page.getByRole('button', { name: /^Send (again|the code)/ });
    expect(await resend.textContent()).toMatch(/^Send again in 0:(30|29|28)$/);
    await resend.click({ force: true });
    expect(on.answers()).toEqual([]);
    expect(await on.page.locator('#announcer').textContent()).toBe('');

    await on.page.clock.fastForward(30_000);
    expect(await resend.textContent()).toBe('Send the code again');
    expect(await on.page.locator('#announcer').textContent()).toBe('You can ask for the code again now.');
    await resend.click();

    await on.status.waitFor();
    expect(await on.status.textContent()).toBe('A code is on its way. Look for the newest message.');
    expect(await resend.textContent()).toMatch(/^Send again in (1:00|0:5\d)$/);
    expect(await on.isCodeFocused()).toBe(true);
    expect(on.pool.calls[1]?.body.ClientMetadata).toEqual({ action: 'resend' });
    await on.picture('code-resent');
  });

  test('says when the code has run out', async () => {
    const on = open();
    on.pool.next('InitiateAuth', challenge({ expiresIn: '120' }));
    await on.withClock();
    await on.askForCode();
    await on.code.waitFor();

    await on.page.clock.fastForward(121_000);

    expect(await on.alert.textContent()).toBe('The code has run out. Ask for a new one.');
  });

  test('starts again after the last wrong answer', async () => {
    const on = open();
    on.pool.next('RespondToAuthChallenge', failure('NotAuthorizedException', 'Incorrect username or password.'));
    await on.askForCode();
    await on.code.fill('111111');
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('Too many codes were wrong');
    expect(await on.heading.textContent()).toBe('This try has ended');
    await on.picture('code-ended');

    await on.button('Start again').click();
    await on.code.fill('123456');

    await on.signedIn();
  });

  test('keeps the code form and its session when the connection breaks', async () => {
    const on = open();
    on.pool.next('RespondToAuthChallenge', 'drop');
    await on.askForCode();
    await on.code.fill('123456');
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('Check your connection');
    await on.picture('code-offline');

    await on.button('Sign in').click();

    await on.signedIn();
  });

  test('survives a reload, and gives the address back when asked to change it', async () => {
    const on = open();
    await on.askForCode();
    await on.code.waitFor();

    await on.page.reload();
    await on.code.waitFor();
    await on.button('Use another address').click();

    expect(await on.address.inputValue()).toBe('ann@example.com');
    await on.page.reload();
    expect(await on.heading.textContent()).toBe('Sign in');
  });

  test('shows a ten-digit code field that fits a phone', async () => {
    const on = open();
    on.pool.next('InitiateAuth', challenge({ codeLength: '10' }));
    await on.page.setViewportSize({ width: 320, height: 640 });
    await on.askForCode();
    const field = on.page.getByLabel('10-digit code');
    await field.pressSequentially('123456789');

    expect(await field.evaluate((input) => input.scrollWidth <= input.clientWidth)).toBe(true);
    expect(await on.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await on.picture('code-ten-digits');
  });
});
