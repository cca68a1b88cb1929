import { describe, expect, test } from '@jest/globals';
import { refusal } from './fixtures/scripted-account.ts';
import { failure } from './fixtures/scripted-pool.ts';
import { eachOnSignInPage, openedProfile } from './fixtures/sign-in-page.ts';

const open = eachOnSignInPage();

const opened = () => openedProfile(open());

describe('the preferred channel', () => {
  test('is saved, and says what a channel still needs', async () => {
    const on = await opened();
    expect(await on.page.getByRole('radio', { name: 'Choose for me' }).isChecked()).toBe(true);
    expect(await on.page.getByText('Needs a proven phone number.').isVisible()).toBe(true);
    expect(await on.page.getByText('Needs a proven email address.').count()).toBe(0);

    await on.page.getByRole('radio', { name: 'Text message' }).check();
    await on.button('Save').click();

    await on.status.waitFor();
    expect(await on.status.textContent()).toBe('Saved: Text message.');
    expect(on.account.channel).toBe('sms');
    await on.page.getByRole('radio', { name: 'Choose for me' }).check();
    await on.button('Save').click();
    await on.page.getByText('Saved: Choose for me.').waitFor();
    expect(on.account.channel).toBeNull();
  });

  test('is no choice where there is one channel', async () => {
    const on = open();
    on.account.channels = ['email'];
    await on.signIn();
    await on.openProfile();

    expect(await on.page.getByText('On this site every code comes by email.').isVisible()).toBe(true);
    expect(await on.page.getByRole('radio').count()).toBe(0);
    expect(await on.button('Add a phone number').count()).toBe(0);
    expect(await on.page.getByRole('heading', { name: 'Devices' }).isVisible()).toBe(false);
  });

  test('words a refusal', async () => {
    const on = await opened();
    on.account.next('PUT /account/channel', refusal(400, 'CHANNEL_NOT_OFFERED'));

    await on.button('Save').click();

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe('Codes cannot come that way here. Choose another one.');
  });
});

describe('devices', () => {
  test.each([
    ['apns', 'Apple device', 'Pretend iPhone', /^[0-9a-f]{64}$/],
    ['fcm', 'Android device', 'Pretend Android phone', /^[\w-]{22}:APA91b[\w-]{134}$/],
  ])('registers a pretend %s device with a token of its form, and removes it', async (platform, kind, name, form) => {
    const on = await opened();
    await on.page.getByLabel('Kind of device').selectOption(kind);
    await on.button('Register').click();

    await on.status.waitFor();
    expect(await on.status.textContent()).toBe(`${name} was added.`);
    expect(on.account.calls.at(-1)?.body).toMatchObject({ platform, name, token: expect.stringMatching(form) });
    expect(await on.page.getByText('Last seen 20 Nov 2026').isVisible()).toBe(true);
    if (platform === 'fcm') await on.picture('profile-device');
    await on.button(`Remove ${name}`).click();

    await on.page.getByText(`${name} was removed.`).waitFor();
    expect(on.account.devices).toEqual([]);
    expect(await on.page.evaluate(() => document.activeElement?.id)).toBe('devices-title');
  });

  test('words a refusal', async () => {
    const on = await opened();
    on.account.next('PUT /account/devices', refusal(400, 'INVALID_DEVICE'));

    await on.button('Register').click();

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe('That device cannot get notifications from here.');
  });
});

describe('the view', () => {
  test('is reached by the arrow keys, and survives a reload', async () => {
    const on = open();
    await on.signIn();
    await on.page.getByRole('tab', { name: 'Tokens' }).focus();

    await on.page.keyboard.press('ArrowRight');

    await on.page.getByRole('heading', { name: 'Addresses', exact: true }).waitFor();
    expect(await on.page.evaluate(() => document.activeElement?.id)).toBe('tab-account');
    await on.page.reload();
    await on.page.getByRole('heading', { name: 'Addresses', exact: true }).waitFor();
    await on.page.keyboard.press('Tab');
    await on.page.getByRole('tab', { selected: true }).focus();
    await on.page.keyboard.press('Home');
    expect(await on.page.getByRole('tab', { selected: true }).textContent()).toBe('Tokens');
    expect(new URL(on.page.url()).hash).toBe('');
  });

  test('says that the service cannot be read, and tries again', async () => {
    const on = open();
    on.account.next('GET /account', 'drop');
    await on.signIn();
    await on.page.getByRole('tab', { name: 'Addresses and devices' }).click();
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('Something went wrong on our side.');
    await on.picture('profile-failed');

    await on.button('Try again').click();

    await on.page.getByRole('heading', { name: 'Addresses', exact: true }).waitFor();
  });

  test('says where there is no account service', async () => {
    const on = open();
    on.account.next('GET /account', refusal(404, 'NOT_FOUND'));
    await on.signIn();
    await on.page.getByRole('tab', { name: 'Addresses and devices' }).click();

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('this site runs no account service');
  });

  test('leaves the account when its session has ended', async () => {
    const on = open();
    on.account.next('GET /account', refusal(401, 'UNAUTHORIZED'));
    on.pool.next('GetTokensFromRefreshToken', failure('NotAuthorizedException', 'Refresh Token has been revoked'));
    await on.signIn();

    await on.page.getByRole('tab', { name: 'Addresses and devices' }).click();

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe('Your session has ended. Sign in again.');
    expect(await on.address.isVisible()).toBe(true);
    expect(await on.page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });
});
