import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type RunningStack, runStackProgram } from '../helpers/local-stack.ts';
import { launchChromium, openPage, takeScreenshots, type Watched } from './fixtures/chromium.ts';

const program = new URL('../../infra/local/main.ts', import.meta.url);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The three devices of the inbox, and where each shows what is newest. */
const devices = {
  email: { name: 'Mail', message: 'a.item', newest: 'first' },
  sms: { name: 'Text messages', message: '.bubble', newest: 'last' },
  push: { name: 'Notifications', message: '.card', newest: 'first' },
} as const;
type Medium = keyof typeof devices;

describe.each([
  { sms: 'sns', push: 'pinpoint' },
  { sms: 'pinpoint', push: 'sns' },
])('with text messages by $sms and notifications by $push', (providers) => {
  const provider: Readonly<Record<Medium, string>> = { email: 'ses', ...providers };
  const pictures = `story-${providers.sms}-${providers.push}`;
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await runStackProgram(program, [
      '--json',
      '--ports',
      '0',
      '--sms',
      providers.sms,
      '--push',
      providers.push,
    ]);
  });
  afterAll(() => stack.stop());

  const seeded = (channel: Medium, form: RegExp): string => {
    const user = stack.config.users.find((one) => one.channel === channel && form.test(one.username));
    if (user === undefined)
      throw new Error(`no seeded user ${form} prefers ${channel}: seed one in infra/local/seed.ts`);
    return user.username;
  };

  /** The sign-in page and the inbox of one person, next to each other. */
  const atHome = async () => {
    const watched: Watched = await openPage(browser);
    const { page } = watched;
    const inbox = await page.context().newPage();
    await inbox.goto(`${stack.config.web}/inbox`);
    await inbox.getByText('Live', { exact: true }).waitFor();
    await page.goto(stack.config.web);
    await page.bringToFront();
    return { page, inbox, complaints: watched.complaints };
  };

  const messagesOn = (inbox: Page, medium: Medium) =>
    inbox.getByRole('region', { name: devices[medium].name, exact: true }).locator(devices[medium].message);

  /** The code of the message that `act` makes come to one device, as the inbox page shows it. Nothing comes elsewhere. */
  const codeAfter = async (
    { page, inbox }: { readonly page: Page; readonly inbox: Page },
    medium: Medium,
    act: () => Promise<void>,
  ): Promise<string> => {
    const before = (await stack.inbox()).length;
    const shown = await messagesOn(inbox, medium).count();
    await act();
    await messagesOn(inbox, medium).nth(shown).waitFor();
    const arrived = (await stack.inbox()).slice(0, -before || undefined);
    expect(arrived.map((message) => [message.medium, message.provider])).toEqual([[medium, provider[medium]]]);
    const newest = messagesOn(inbox, medium)[devices[medium].newest]();
    // A page in the background draws a frame now and then only, and a click waits for frames.
    await inbox.bringToFront();
    if (medium === 'email') {
      await newest.click();
      await newest.and(inbox.locator('[aria-current]')).waitFor();
    }
    const scope = medium === 'email' ? inbox.locator('#reader') : newest.locator('xpath=ancestor-or-self::li');
    const copy = scope.getByRole('button', { name: /^Copy \d{6}$/ });
    const code = (await copy.textContent())?.replace(/\D/g, '') ?? '';
    await page.bringToFront();
    return code;
  };

  const askAs = async (page: Page, name: string) => {
    await page.getByLabel('Email address or phone number').fill(name);
    await page.keyboard.press('Enter');
    await page.getByLabel('6-digit code').waitFor();
  };

  const enter = async (page: Page, code: string) => {
    await page.getByLabel('6-digit code').fill(code);
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  };

  const signOut = async (page: Page) => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('You are signed out.', { exact: true }).waitFor();
  };

  test.each([
    ['email', /@/, 'Email'],
    ['sms', /@/, 'Text message'],
    ['sms', /^\+/, 'Text message'],
    ['push', /@/, 'App notification'],
  ] as const)('who prefers %s and is named %s signs in through the page', async (channel, form, label) => {
    const home = await atHome();
    const { page, complaints } = home;
    const username = seeded(channel, form);

    const code = await codeAfter(home, channel, async () => {
      await page.getByRole('button', { name: `${username} · ${label}` }).click();
      await page.getByText('Look in your mail, your messages or your app.').waitFor();
    });
    await enter(page, code);

    await page.getByText(`as ${username}`).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a new person signs up by phone alone', async () => {
    const home = await atHome();
    const { page, complaints } = home;

    const code = await codeAfter(home, 'sms', async () => {
      await page.getByRole('button', { name: 'Create an account' }).click();
      await page.getByLabel('Email address or phone number').fill('0031 6 1234-5690');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByText('We are sending a code to +31612345690.').waitFor();
    });
    await enter(page, code);

    await page.getByText('as +31612345690').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a person adds a phone, proves it, prefers text messages, and signs in by one', async () => {
    const home = await atHome();
    const { page, inbox, complaints } = home;
    const email = `mo-${providers.sms}@example.com`;
    const first = await codeAfter(home, 'email', async () => {
      await page.getByRole('button', { name: 'Create an account' }).click();
      await page.getByLabel('Email address or phone number').fill(email);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByLabel('6-digit code').waitFor();
    });
    await enter(page, first);
    await page.getByRole('tab', { name: 'Addresses and devices' }).click();

    const proof = await codeAfter(home, 'sms', async () => {
      await page.getByRole('button', { name: 'Add a phone number' }).click();
      await page.getByLabel('New phone number').fill('+31 6 1234 5680');
      await page.getByRole('button', { name: 'Send me a code' }).click();
      await page.getByText('We are sending a code to +31612345680.').waitFor();
    });
    const wrong = String((Number(proof) + 1) % 1_000_000).padStart(6, '0');
    await page.getByLabel('6-digit code').fill(wrong);
    await page.getByText(/^That code is not right\. \d tr(y|ies) left\.$/).waitFor();
    await page.getByLabel('6-digit code').fill(proof);
    await page.getByText('+31612345680 is yours now. You can sign in with it.').waitFor();
    await page.getByRole('radio', { name: 'Text message' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved: Text message.').waitFor();
    await takeScreenshots(page, `${pictures}-profile`);
    await page.getByRole('tab', { name: 'Tokens' }).click();
    expect(await page.getByRole('row', { name: /^Phone number phone_number\s/ }).textContent()).toContain(
      '+31612345680',
    );
    expect(await page.getByRole('row', { name: /Phone number proven/ }).textContent()).toContain('yes');
    await signOut(page);

    await enter(page, await codeAfter(home, 'sms', () => askAs(page, '+31612345680')));

    await page.getByText(`as ${email}`).waitFor();
    await takeScreenshots(inbox, `${pictures}-inbox`);
    expect(complaints).toEqual([]);
  });

  test('a person registers a device, prefers notifications, and signs in by one on that device', async () => {
    const home = await atHome();
    const { page, inbox, complaints } = home;
    const username = seeded('email', /^bas@/);
    await enter(page, await codeAfter(home, 'email', () => askAs(page, username)));
    await page.getByRole('tab', { name: 'Addresses and devices' }).click();
    await page.getByLabel('Kind of device').selectOption('Android device');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('Pretend Android phone was added.').waitFor();
    await page.getByRole('radio', { name: 'App notification' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved: App notification.').waitFor();
    await signOut(page);

    const code = await codeAfter(home, 'push', () => askAs(page, username));
    expect(await messagesOn(inbox, 'push').first().textContent()).toContain('Android device');
    await enter(page, code);

    await page.getByRole('tab', { name: 'Addresses and devices' }).click();
    await page.getByRole('button', { name: 'Remove Pretend Android phone' }).click();
    await page.getByText('Pretend Android phone was removed.').waitFor();
    await signOut(page);
    await enter(page, await codeAfter(home, 'email', () => askAs(page, username)));
    expect(complaints).toEqual([]);
  });
});
