import { describe, expect, test } from '@jest/globals';
import { failure } from './fixtures/scripted-pool.ts';
import { eachOnSignInPage } from './fixtures/sign-in-page.ts';

const open = eachOnSignInPage();

describe('the account', () => {
  test('shows the claims, refreshes the tokens and survives a reload', async () => {
    const on = open();
    await on.signIn();
    await on.picture('account');
    expect(await on.page.getByText('as ann@example.com').isVisible()).toBe(true);
    expect(await on.page.getByRole('row', { name: /Email proven/ }).textContent()).toContain('yes');
    const tokenId = () =>
      on.page
        .getByRole('row', { name: /Token id/ })
        .first()
        .textContent();
    const before = await tokenId();

    await on.button('Refresh tokens').click();
    await on.status.waitFor();

    expect(await on.status.textContent()).toMatch(/^New tokens are here\. They work until \d\d:\d\d\.$/);
    expect(await tokenId()).not.toBe(before);
    await on.picture('account-refreshed');
    await on.page.reload();
    expect(await on.heading.textContent()).toBe('You are signed in');
  });

  test('signs out, and leaves no token behind', async () => {
    const on = open();
    await on.signIn();

    await on.button('Sign out').click();

    await on.status.waitFor();
    expect(await on.status.textContent()).toBe('You are signed out.');
    expect(await on.page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)])).toEqual([[], []]);
    expect(on.pool.calls.at(-1)).toMatchObject({ operation: 'RevokeToken', body: { Token: 'refresh-1' } });
    await on.picture('address-signed-out');
  });

  test('asks to sign in again when the refresh token was revoked', async () => {
    const on = open();
    on.pool.next('GetTokensFromRefreshToken', failure('NotAuthorizedException', 'Refresh Token has been revoked'));
    await on.signIn();

    await on.button('Refresh tokens').click();

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toBe('Your session has ended. Sign in again.');
    expect(await on.address.isVisible()).toBe(true);
  });

  test('follows a sign-out in another tab', async () => {
    const on = open();
    await on.signIn();
    const other = await on.page.context().newPage();
    await other.goto(on.web);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByText('You are signed out.').waitFor();

    await on.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
