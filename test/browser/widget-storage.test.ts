import { describe, expect, test } from '@jest/globals';
import { eachOnStackSite } from './fixtures/stack-widget.ts';

const open = eachOnStackSite();

describe('the storage of the browser', () => {
  test('that is full, or blocked from now on, keeps nobody from signing in', async () => {
    const on = open();
    await on.load('storage="local"');
    const address = on.newAddress();
    await on.askForCode(address);
    await on.code.waitFor();
    await on.page.evaluate(() => {
      for (const storage of [localStorage, sessionStorage]) {
        for (let length = 5_300_000; length >= 1; length = Math.floor(length / 2)) {
          try {
            storage.setItem(`site-${length}`, 'x'.repeat(length));
          } catch {
            // The next one is half as long.
          }
        }
      }
    });

    await on.code.fill(await on.site.stack.codeFor(address));
    await on.signedIn();
    const session = await on.page.evaluate(() => document.querySelector('doorcode-sign-in')?.getSession());
    expect(session?.claims.email).toBe(address);
    await on.button('Sign out').click();
    await on.page.getByText('You are signed out.').waitFor();

    await on.page.evaluate(() => {
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        });
      }
    });
    await on.signIn(on.newAddress());
    expect(on.sent('RevokeToken')).toBe(1);
  });

  test('is the same for two widgets of one page, and each answers its own challenge', async () => {
    const on = open();
    const { site, page } = on;
    site.show(site.element('') + site.element(''));
    await page.goto(`${site.url}/page`);
    const widgets = [0, 1].map((index) => page.locator('doorcode-sign-in').nth(index));
    const addresses = [on.newAddress(), on.newAddress()];
    for (const [index, widget] of widgets.entries()) {
      await widget.getByLabel('Email address or phone number').fill(addresses[index] ?? '');
      await widget.getByRole('button', { name: 'Send me a code' }).click();
      await widget.getByLabel('6-digit code').waitFor();
    }

    for (const [index, widget] of widgets.entries()) {
      await widget.getByLabel('6-digit code').fill(await site.stack.codeFor(addresses[index] ?? ''));
      await widget.getByText(`as ${addresses[index]}`).waitFor();
    }
  });

  test('brings back the channel that was asked for, with every wait', async () => {
    const on = open();
    await on.load();
    await on.askForCode(on.newAddress());
    await on.button('Text message').click();
    await on.button(/^Text message in 0:/).waitFor();

    await on.page.reload();

    await on.button(/^Text message in 0:/).waitFor();
    await on.button(/^Send again in 0:/).waitFor();
  });
});
