import { describe, expect, test } from '@jest/globals';
import { challenge, failure } from './fixtures/scripted-pool.ts';
import { eachOnWidgetPage, type WidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();

/** The id of what has the keyboard within the widget, without its prefix. */
const keyboardAt = ({ host }: WidgetPage) =>
  host.evaluate((element) => (element.shadowRoot?.activeElement?.id ?? '').replace(/^.*-/, ''));

/** Sets properties of the widget, and waits until it shows them. */
const change = ({ host }: WidgetPage, properties: Record<string, unknown>) =>
  host.evaluate(async (element, values) => {
    Object.assign(element, values);
    await (element as HTMLElement & { getSession(): Promise<unknown> }).getSession();
  }, properties);

/** Gives the page styles, which its policy would not take as an element. */
const style = ({ page }: WidgetPage, css: string) =>
  page.evaluate(async (text) => {
    const sheet = new CSSStyleSheet();
    await sheet.replace(text);
    document.adoptedStyleSheets.unshift(sheet);
  }, css);

describe('an error', () => {
  test.each(['theme', 'messages', 'parent'])('is said where the page answers it with another %s', async (what) => {
    const on = open();
    await on.load('', '', '<div id="other"></div>');
    await on.host.evaluate((element, changed) => {
      element.addEventListener('doorcode:error', () => {
        if (changed === 'theme') element.setAttribute('theme', 'dark');
        else if (changed === 'messages') Object.assign(element, { messages: { title: 'Hello' } });
        else document.querySelector('#other')?.append(element);
      });
    }, what);
    on.pool.next('InitiateAuth', failure('InternalErrorException', 'x'));

    await on.askForCode();

    await on.alert.waitFor();
  });
});

describe('the keyboard', () => {
  test('stays on a link beside an error where the theme changes', async () => {
    const on = open();
    await on.load();
    await on.askForCode();
    await on.code.fill('111111');
    await on.alert.waitFor();
    await on.code.fill('12');
    await on.page.keyboard.press('Enter');
    await on.alert.filter({ hasText: 'has 6 digits' }).waitFor();
    await on.button('Use another address').focus();

    await change(on, { theme: 'dark' });

    expect(await keyboardAt(on)).toBe('change');
  });

  test('goes to the field where the button that it is on is offered no longer', async () => {
    const on = open();
    on.pool.next('InitiateAuth', challenge({ channel: 'auto', channels: 'email,sms,push' }));
    await on.load();
    await on.askForCode();
    await on.button('Text message').focus();

    await change(on, { channels: 'email,push' });

    expect(await keyboardAt(on)).toBe('code');
  });
});

describe('in the page itself', () => {
  test("the slots of a site's own component stay its own", async () => {
    const on = open();
    await on.load('shadow="none"', '', '<div id="app"><p slot="footer">Imprint</p></div>');

    const holder = await on.page.evaluate(async () => {
      const [app, widget] = [document.querySelector('#app'), document.querySelector('doorcode-sign-in')];
      const root = app?.attachShadow({ mode: 'open' });
      const footer = Object.assign(document.createElement('slot'), { name: 'footer', id: 'own' });
      root?.append(widget as Element, footer);
      await (widget as HTMLElement & { getSession(): Promise<unknown> }).getSession();
      return document.querySelector('[slot=footer]')?.assignedSlot?.id;
    });

    expect(holder).toBe('own');
  });

  test.each([
    ['class="away"', '.away { display: none }', 'none'],
    ['hidden', 'doorcode-sign-in { display: block }', 'none'],
    ['class="wide"', '.wide { display: flex }', 'flex'],
  ])('%s with %s is displayed as %s', async (attributes, css, display) => {
    const on = open();
    await on.load('shadow="none"');
    await style(on, css);
    await on.host.evaluate((element, given) => {
      const [name = '', value = ''] = given.replaceAll('"', '').split('=');
      element.setAttribute(name, value);
    }, attributes);

    expect(await on.host.evaluate((element) => getComputedStyle(element).display)).toBe(display);
  });

  test("a site's own handler on every form keeps the address out of the URL", async () => {
    const on = open();
    await on.load('shadow="none"');
    await on.page.evaluate(() => {
      for (const form of document.forms) form.onsubmit = () => undefined;
    });

    await on.askForCode();

    await on.code.waitFor();
    expect(on.page.url()).not.toContain('ann');
  });
});

test('has its styles in a frame whose document has been replaced', async () => {
  const on = open();
  await on.load('', '', '<iframe srcdoc="<p>Inside"></iframe>');
  const shown = () =>
    on.page.evaluate(async () => {
      const widget = document.createElement('doorcode-sign-in') as HTMLElement & { getSession(): Promise<unknown> };
      Object.assign(widget, { region: 'eu-west-1', clientId: 'x' });
      document.querySelector('iframe')?.contentDocument?.body.append(widget);
      await widget.getSession();
      return widget.shadowRoot?.adoptedStyleSheets.length;
    });
  expect(await shown()).toBe(1);

  await on.page.evaluate(
    () =>
      new Promise((resolve) => {
        const frame = document.querySelector('iframe') as HTMLIFrameElement;
        frame.onload = resolve;
        frame.contentWindow?.location.reload();
      }),
  );

  expect(await shown()).toBe(1);
});

test('leaves properties alone that others have given the element', async () => {
  const on = open();
  await on.load();

  const values = await on.host.evaluate((element) => {
    let reads = 0;
    Object.defineProperty(element, 'live', { get: () => ++reads, enumerable: true, configurable: true });
    Object.defineProperty(element, 'fixed', { value: 1, enumerable: true });
    document.body.append(element);
    const own = element as HTMLElement & { live: number; fixed: number };
    return [own.live, own.live, own.fixed];
  });

  expect(values).toEqual([1, 2, 1]);
});

test('a list of channels without any is all of them', async () => {
  const on = open();
  on.pool.next('InitiateAuth', challenge({ channel: 'auto', channels: 'email,sms' }));
  await on.load('channels=" "');
  await on.askForCode();

  await on.button('Text message').waitFor();
});

test.each(['light', 'dark'] as const)('the main button can be read in forced colours, %s', async (colorScheme) => {
  const on = open();
  await on.page.emulateMedia({ forcedColors: 'active', colorScheme });
  await on.load();

  const [ink, ground] = await on.button('Send me a code').evaluate((button) => {
    const { color, backgroundColor } = getComputedStyle(button);
    return [color, backgroundColor];
  });

  expect(ink).not.toBe(ground);
});
