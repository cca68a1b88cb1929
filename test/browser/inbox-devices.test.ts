import { describe, expect, test } from '@jest/globals';
import { mail, push, sms } from './fixtures/captured-messages.ts';
import { takeScreenshots } from './fixtures/chromium.ts';
import { eachPage } from './fixtures/each-page.ts';
import { startPageStack } from './fixtures/page-stack.ts';

const on = eachPage(startPageStack);

const device = (name: string) => on().page.getByRole('region', { name, exact: true });

describe('the devices of the inbox', () => {
  test('stand side by side, each with its own messages and nothing of the others', async () => {
    const { page, stack } = on();
    stack.inbox.add(mail('m1'));
    stack.inbox.add(sms('s1'));
    stack.inbox.add(push('p1'));
    await page.goto(`${stack.web}/inbox`);
    await device('Notifications').getByText('204518 is your Doorcode').waitFor();

    for (const [name, code] of [
      ['Mail', '482913'],
      ['Text messages', '736151'],
      ['Notifications', '204518'],
    ] as const) {
      expect(await device(name).getByRole('button', { name: /^Copy/ }).allTextContents()).toEqual([`Copy ${code}`]);
      expect(await device(name).isVisible()).toBe(true);
    }
    await takeScreenshots(page, 'devices');
  });

  test('say that they are empty', async () => {
    const { page, stack } = on();
    await page.goto(`${stack.web}/inbox`);

    await page.getByText('Nothing here yet').waitFor();
    expect(await device('Text messages').textContent()).toContain('No text messages yet.');
    expect(await device('Notifications').textContent()).toContain('No notifications yet.');
  });

  test('show a text message as a conversation, newest last and in view, its origin line apart', async () => {
    const { page, stack } = on();
    for (let at = 0; at < 8; at += 1) stack.inbox.add(sms(`s${at}`, { to: at < 6 ? '+31612345678' : '+33612345678' }));
    await page.goto(`${stack.web}/inbox`);
    await device('Text messages').locator('.bubble').nth(7).waitFor();
    const rtl = 'رمز الدخول إلى Doorcode هو 551177. صالح لمدة 10 دقائق.\n\n@doorcode.example #551177';

    stack.inbox.add(sms('s8', { text: rtl, to: '+966501234567' }));

    const bubbles = device('Text messages').locator('.bubble');
    await bubbles.nth(8).waitFor();
    expect(await bubbles.nth(0).locator('.origin').textContent()).toBe('@doorcode.example #736151');
    expect(await bubbles.nth(0).locator('.bubble-text').textContent()).toMatch(/10 minutes\.$/);
    expect(await bubbles.nth(8).evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
    expect(await device('Text messages').locator('.thread-to').allTextContents()).toEqual([
      'To +31612345678',
      'To +33612345678',
      'To +966501234567',
    ]);
    const isInView = await device('Text messages')
      .getByRole('button', { name: 'Copy 551177' })
      .evaluate((button) => {
        const pane = button.closest('.thread')?.getBoundingClientRect();
        return pane !== undefined && button.getBoundingClientRect().bottom <= pane.bottom;
      });
    expect(isInView).toBe(true);
    expect(await page.locator('#announcer').textContent()).toBe('New message to +966501234567');
    await takeScreenshots(page, 'devices-sms');
  });

  test('show a notification with title, text, time, platform and a shortened token, newest first', async () => {
    const { page, stack } = on();
    stack.inbox.add(push('p1'));
    await page.goto(`${stack.web}/inbox`);
    await device('Notifications').getByText('204518 is your Doorcode').waitFor();

    stack.inbox.add(push('p2', { device: 'fcm', to: `cRx-${'a1'.repeat(60)}`, provider: 'sns', text: 'Code 918273' }));

    const cards = device('Notifications').getByRole('listitem');
    await cards.nth(1).waitFor();
    const [newest, older] = await cards.allTextContents();
    expect(newest).toMatch(/^Doorcode\d\d:\d\dYour sign-in codeCode 918273Android device · token cRx-a1a1…a1a1a1/);
    expect(older).toContain('Apple device · token 5f2c5f2c…2c5f2c · through pinpoint');
    expect(await page.locator('#announcer').textContent()).toBe('New notification on device cRx-a1a1…a1a1a1');
    await takeScreenshots(page, 'devices-push');
  });

  test('copy the code of any device', async () => {
    const { page, stack } = on();
    stack.inbox.add(sms('s1'));
    stack.inbox.add(push('p1'));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${stack.web}/inbox`);

    for (const code of ['736151', '204518']) {
      await page.getByRole('button', { name: `Copy ${code}` }).click();
      await page.locator('.copied').filter({ hasText: 'Copied' }).last().waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
    }
  });

  test('keep the keyboard where it is when a message comes to another device', async () => {
    const { page, stack } = on();
    stack.inbox.add(sms('s1'));
    await page.goto(`${stack.web}/inbox`);
    const copy = page.getByRole('button', { name: 'Copy 736151' });
    await copy.focus();

    stack.inbox.add(mail('m1'));
    stack.inbox.add(push('p1'));
    await page.getByRole('button', { name: 'Copy 204518' }).waitFor();

    expect(await copy.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test('show any message as text, whatever is in it', async () => {
    const { page, stack } = on();
    const payload = '<img src=x onerror="window.pwned=1">';
    stack.inbox.add(sms('s1', { text: payload, to: payload }));
    stack.inbox.add(push('p1', { text: payload, subject: payload, device: payload, to: payload }));
    await page.goto(`${stack.web}/inbox`);

    await device('Text messages').getByText(payload, { exact: true }).waitFor();
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(await page.locator('main img').count()).toBe(0);
  });

  test('take turns on a phone, beginning with the one that has the newest message', async () => {
    const { page, stack } = on();
    await page.setViewportSize({ width: 390, height: 844 });
    stack.inbox.add(mail('m1'));
    stack.inbox.add(sms('s1'));
    await page.goto(`${stack.web}/inbox`);
    const choice = page.getByRole('group', { name: 'Which device to show' });
    await device('Text messages').getByText('736151 is your').waitFor();
    expect(await device('Mail').isVisible()).toBe(false);

    stack.inbox.add(push('p1'));
    await choice.getByRole('button', { name: 'Notifications 1' }).click();

    await device('Notifications').getByText('204518 is your').waitFor();
    expect(await device('Text messages').isVisible()).toBe(false);
    expect(await choice.getByRole('button', { pressed: true }).textContent()).toBe('Notifications 1');
    await choice.getByRole('button', { name: 'Mail 1' }).click();
    await page.getByRole('link', { name: 'ann@example.com' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
