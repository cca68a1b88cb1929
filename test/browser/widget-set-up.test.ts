import { describe, expect, test } from '@jest/globals';
import { eachOnWidgetPage, type WidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();

describe('a site that comes to the widget in its own time', () => {
  const late = (on: WidgetPage, script: string) =>
    on.page.route('**/late.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  const lateScript = '<script type="module" src="/late.js"></script>';
  const hides = `document.querySelector('doorcode-sign-in').addEventListener('doorcode:signed-in', (event) => {
    document.title = event.detail.session.claims.email + ' ' + event.detail.isNew;
    event.preventDefault();
  });`;

  test('hears of a session that is there already, and may hide the widget', async () => {
    const on = open();
    await late(on, hides);
    await on.load('storage="local"', '', lateScript);
    await on.askForCode();
    await on.code.fill('123456');
    await on.page.waitForFunction(() => document.title === 'ann@example.com true');

    await on.page.reload();

    await on.page.waitForFunction(() => document.title === 'ann@example.com false');
    expect(await on.page.locator('.doorcode').isVisible()).toBe(false);
  });

  test('may have set properties before the element was defined', async () => {
    const on = open();
    await on.page.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        const host = document.querySelector('doorcode-sign-in');
        if (host && document.readyState === 'interactive') {
          Object.assign(host, { messages: { title: 'Welcome' }, identifier: 'email', signUp: 'off' });
        }
      });
    });
    await on.load();

    await on.page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await on.page.getByLabel('Email address').fill('ann@example.com');
    await on.button('Send me a code').click();
    await on.code.waitFor();
    expect(on.operations()).toEqual(['InitiateAuth']);
  });

  test('starts in its own language, and gets the keyboard as soon as there is a field', async () => {
    const on = open();
    await on.load();
    await on.page.evaluate(() => {
      const old = document.querySelector('doorcode-sign-in');
      const host = document.createElement('doorcode-sign-in');
      document.body.append(host);
      for (const name of ['endpoint', 'client-id']) host.setAttribute(name, old?.getAttribute(name) ?? '');
      host.setAttribute('lang', 'nl');
      old?.remove();
      host.focus();
      return (host as unknown as { start(name: string): Promise<void> }).start('bas@example.com');
    });

    await on.page.getByLabel('Code van 6 cijfers').waitFor();
    expect(on.pool.calls[0]?.body.UserAttributes).toContainEqual({ Name: 'locale', Value: 'nl' });
    expect((await on.events()).filter(({ type }) => type === 'doorcode:error')).toEqual([]);
  });

  test('still gets tokens from an element that it has taken out', async () => {
    const on = open();
    await on.load();
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();
    const email = await on.host.evaluate(async (host) => {
      host.remove();
      const session = await (
        host as unknown as { getSession(): Promise<{ claims: Record<string, string> } | null> }
      ).getSession();
      return session?.claims.email;
    });

    expect(email).toBe('ann@example.com');
  });

  test('is told that a session is over when it turns to another app client', async () => {
    const on = open();
    await on.load();
    await on.askForCode();
    await on.code.fill('123456');
    await on.signedIn();
    await on.host.evaluate((host) => host.setAttribute('client-id', '7another1client'));
    await on.address.waitFor();

    expect(
      (await on.events()).filter(({ type }) => type === 'doorcode:signed-out').map(({ detail }) => detail),
    ).toEqual([{ by: 'elsewhere', revoked: false }]);
  });

  test('keeps its own elements where it has put them, in the page itself', async () => {
    const on = open();
    await on.load('shadow="none"', '<p slot="header">Our house</p><p slot="legal">Our terms</p>');
    const above = async (name: string) => (await on.page.getByText(name).boundingBox())?.y ?? Number.NaN;
    const form = (await on.page.locator('.doorcode').boundingBox())?.y ?? Number.NaN;
    expect(await above('Our house')).toBeLessThan(form);
    expect(await above('Our terms')).toBeGreaterThan(form);

    expect(await on.page.getByText('Our terms').evaluate((node) => node.parentElement?.localName)).toBe(
      'doorcode-sign-in',
    );
  });
});

describe('a wrong attribute', () => {
  test.each([
    ['theme', 'blue', 'auto, light, dark'],
    ['identifier', 'name', 'any, email, phone'],
    ['shadow', 'closed', 'open, none'],
    ['channels', 'email,fax', 'email, sms, push'],
    ['code-length', '3', '6, 4, 5, 7, 8, 9, 10'],
  ])('%s="%s" is said once, on the page, in the console and as an event', async (name, value, allowed) => {
    const on = open();
    const errors: string[] = [];
    on.page.on('pageerror', ({ message }) => errors.push(message));
    await on.load(`${name}="${value}"`);
    await on.alert.waitFor();

    const wrong = name === 'channels' ? 'fax' : value;
    expect(errors).toEqual([`<doorcode-sign-in ${name}="${wrong}">: ${name} is one of ${allowed}`]);
    expect((await on.events()).filter(({ type }) => type === 'doorcode:error').map(({ detail }) => detail)).toEqual([
      { code: 'misconfigured' },
    ]);
    await on.host.evaluate((host, attribute) => host.removeAttribute(attribute), name);
    await on.address.waitFor();
    on.complaints.length = 0;
  });
});
