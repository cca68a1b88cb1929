import { describe, expect, test } from '@jest/globals';
import { challenge, failure } from './fixtures/scripted-pool.ts';
import { eachOnWidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();

describe('the widget', () => {
  test('signs up and in under the strictest policy, with its events, and signs out', async () => {
    const on = open();
    await on.load();
    await on.picture('address');
    await on.askForCode();
    await on.code.waitFor();
    const sent = 'If you can sign in with ann@example.com, a code is on its way. Look in your mail.';
    expect(await on.page.getByText(sent).isVisible()).toBe(true);
    expect(await on.code.evaluate((input) => input.matches(':focus'))).toBe(true);
    await on.picture('code');

    await on.code.pressSequentially('123456');
    await on.signedIn();
    await on.picture('signed-in');
    await on.button('Sign out').click();
    await on.page.getByText('You are signed out.').waitFor();

    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken']);
    expect((await on.events()).map(({ type, detail }) => `${type} ${detail.state ?? ''}`.trim())).toEqual([
      'doorcode:state address',
      'doorcode:state sending',
      'doorcode:code-sent',
      'doorcode:state code',
      'doorcode:state checking',
      'doorcode:signed-in',
      'doorcode:state signed-in',
      'doorcode:state signing-out',
      'doorcode:signed-out',
      'doorcode:state address',
    ]);
  });

  test('says if, and not that, an account exists where nobody may sign up', async () => {
    const on = open();
    await on.load('sign-up="off"');
    await on.askForCode();

    await on.page
      .getByText('If you can sign in with ann@example.com, a code is on its way. Look in your mail.')
      .waitFor();
    expect(on.operations()).toEqual(['InitiateAuth']);
  });

  test('counts the tries, keeps that through an empty submit, and ends', async () => {
    const on = open();
    await on.load();
    await on.askForCode();
    await on.code.pressSequentially('654321');
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe('That code is not right. 2 tries left.');
    expect(await on.code.getAttribute('aria-invalid')).toBe('true');
    await on.page.keyboard.press('Enter');
    expect(await on.alert.textContent()).toBe('That code is not right. 2 tries left.');
    await on.picture('wrong');
    await on.code.pressSequentially('123');
    await on.page.keyboard.press('Enter');
    expect(await on.alert.textContent()).toBe('A code has 6 digits. Check what you typed.');

    on.pool.next('RespondToAuthChallenge', failure('NotAuthorizedException', 'Incorrect username or password.'));
    await on.code.fill('111111');
    await on.page.getByRole('heading', { name: 'This try has ended' }).waitFor();
    await on.picture('ended');
    await on.button('Start again').click();
    await on.code.fill('123456');
    await on.signedIn();
  });

  test.each([
    ['expired', { reason: 'expired' }, 'That code is too old.'],
    ['spent', { reason: 'spent' }, 'That code was used up, perhaps in another tab.'],
    ['limited', { step: 'limited', reason: 'limited', resendIn: '2400' }, 'Too many codes or tries. Ask again at '],
  ])('words a code that is %s', async (name, parameters, words) => {
    const on = open();
    await on.load();
    await on.askForCode();
    on.pool.next('RespondToAuthChallenge', challenge(parameters));
    await on.code.fill('111111');

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain(words);
    expect(await on.code.isVisible()).toBe(name !== 'limited');
    await on.picture(name);
  });

  test('keeps the form and its session while offline, and goes on when back', async () => {
    const on = open();
    await on.load();
    await on.askForCode();
    await on.code.waitFor();
    await on.page.context().setOffline(true);
    await on.code.fill('123456');
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('Check your connection');
    await on.picture('offline');

    await on.page.context().setOffline(false);
    await on.button('Sign in').click();

    await on.signedIn();
    expect(on.answers()).toEqual(['123456']);
  });

  test('takes a paste with spaces and hyphens and submits it once, whatever is clicked', async () => {
    const on = open();
    await on.load();
    await on.address.fill('ann@example.com');
    await on.button('Send me a code').dblclick();
    await on.code.waitFor();
    await on.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await on.page.evaluate(() => navigator.clipboard.writeText(' 12 34-56 '));
    await on.page.keyboard.press('Control+V');

    await on.signedIn();
    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth', 'RespondToAuthChallenge']);
  });

  test('sends another way at once, and the same way after the wait', async () => {
    const on = open();
    await on.page.clock.install();
    await on.load();
    const several = { channel: 'auto', channels: 'email,sms,push' };
    on.pool.next('InitiateAuth', challenge(several));
    on.pool.next('RespondToAuthChallenge', challenge({ ...several, resendIn: '60' }));
    await on.askForCode();
    await on.page.getByText(/Look in your mail, your messages,? or your app\./).waitFor();
    expect(await on.button(/^Send again in 0:(30|29|28)$/).getAttribute('aria-disabled')).toBe('true');
    await on.picture('channels');

    await on.button('Text message').click();
    await on.status.waitFor();
    expect(on.pool.calls.at(-1)?.body.ClientMetadata).toEqual({ action: 'resend', channel: 'sms', locale: 'en' });
    expect(await on.button(/^Text message in (1:00|0:5\d)$/).getAttribute('aria-disabled')).toBe('true');

    await on.page.clock.fastForward(31_000);
    await on.button('Send the code again').click();
    await on.button(/^Send again in/).waitFor();
    expect(on.answers()).toEqual(['resend', 'resend']);
  });

  test('keeps the challenge through a reload and the back button', async () => {
    const on = open();
    await on.load();
    await on.askForCode();
    await on.code.waitFor();

    await on.page.reload();
    await on.code.waitFor();
    await on.page.goto(`${on.web}/elsewhere`);
    await on.page.goBack();
    await on.code.waitFor();
    expect(await on.button(/^Send again in/).isVisible()).toBe(true);
    await on.code.fill('123456');

    await on.signedIn();
    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth', 'RespondToAuthChallenge']);
  });

  test.each([
    ['ar', 'rtl', 'البريد الإلكتروني أو رقم الهاتف', 'أرسل إليّ رمزًا'],
    ['nl', 'ltr', 'E-mailadres of telefoonnummer', 'Stuur mij een code'],
    ['de', 'ltr', 'E-Mail-Adresse oder Telefonnummer', 'Code senden'],
  ])('speaks %s', async (lang, dir, label, send) => {
    const on = open();
    await on.load(`lang="${lang}"`);
    expect(await on.page.locator('.doorcode').getAttribute('dir')).toBe(dir);
    await on.page.getByLabel(label).fill('ann@example.com');
    await on.button(send).click();
    const code = on.page.locator('input.code');
    await code.waitFor();
    expect(await code.evaluate((input) => getComputedStyle(input).direction)).toBe('ltr');
    await on.picture(`code-${lang}`);
    expect(on.pool.calls[0]?.body.UserAttributes).toContainEqual({ Name: 'locale', Value: lang });
  });

  test('leaves the sign-in and the errors to a page that cancels their events, and stays hidden where the page hides it', async () => {
    const on = open();
    await on.load();
    await on.page.evaluate(() => {
      for (const name of ['signed-in', 'error'])
        addEventListener(`doorcode:${name}`, (event) => event.preventDefault());
    });
    await on.askForCode();
    await on.code.waitFor();
    on.pool.next('RespondToAuthChallenge', 'drop');
    await on.code.fill('123456');
    await on.page.waitForFunction(() => document.querySelector('doorcode-sign-in')?.state === 'code');
    expect(await on.alert.count()).toBe(0);
    await on.button('Sign in').click();
    await on.page.waitForFunction(() => document.querySelector('doorcode-sign-in')?.state === 'signed-in');
    expect(await on.page.locator('.doorcode').isVisible()).toBe(false);

    await on.page.evaluate(() => document.querySelector('doorcode-sign-in')?.signOut());
    await on.page.getByText('You are signed out.').waitFor();
    await on.host.evaluate((host: HTMLElement) => {
      host.hidden = true;
    });
    await on.page.evaluate(() => document.querySelector('doorcode-sign-in')?.start('ann@example.com'));
    expect(await on.host.isVisible()).toBe(false);
  });

  test('says in the console and on the page what attribute is wrong', async () => {
    const on = open();
    const errors: string[] = [];
    on.page.on('pageerror', ({ message }) => errors.push(message));
    await on.load();
    await on.host.evaluate((host) => host.setAttribute('storage', 'cookie'));
    await on.alert.waitFor();

    expect(await on.alert.textContent()).toBe('This site is not set up right. Tell whoever runs it.');
    expect(errors).toEqual(['<doorcode-sign-in storage="cookie">: storage is one of memory, session, local']);
    on.complaints.length = 0;
  });

  test('works in the light of the page as well', async () => {
    const on = open();
    await on.load('shadow="none"', '<p slot="legal">Our terms</p>');
    expect(await on.page.locator('main > doorcode-sign-in > .doorcode input[name=username]').count()).toBe(1);
    expect(await on.page.getByText('Our terms').isVisible()).toBe(true);
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();
  });
});
