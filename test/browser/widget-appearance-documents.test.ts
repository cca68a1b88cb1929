import { expect, test } from '@jest/globals';
import { en } from '../../web/widget/texts.ts';
import { eachOnWidgetPage, type WidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();

/** Puts the widget into a frame of the same site, or back onto the page, and waits until it is drawn there. */
const move = async ({ page, host }: WidgetPage, into: 'frame' | 'page'): Promise<void> => {
  await page.evaluate((where) => {
    const frame = document.querySelector('iframe') ?? document.body.appendChild(document.createElement('iframe'));
    const widget =
      document.querySelector('doorcode-sign-in') ?? frame.contentDocument?.querySelector('doorcode-sign-in');
    (widget?.shadowRoot ?? widget)?.replaceChildren();
    (where === 'frame' ? frame.contentDocument?.body : document.body)?.append(widget ?? '');
  }, into);
  const there = into === 'frame' ? page.frameLocator('iframe').locator('doorcode-sign-in') : host;
  const frame = there.locator('[part~=field]:visible');
  await frame.waitFor();
  expect(await frame.evaluate((field) => getComputedStyle(field).borderTopStyle)).toBe('solid');
};

/** How many style sheets scripts have given to the page. */
const sheets = ({ page }: WidgetPage) => page.evaluate(() => document.adoptedStyleSheets.length);

test.each([
  ['open', 0],
  ['none', 1],
])('has its styles in every document that it is moved to, with shadow %s', async (shadow, count) => {
  const on = open();
  await on.load(`shadow="${shadow}"`);

  await move(on, 'frame');
  await move(on, 'page');
  await move(on, 'frame');
  await move(on, 'page');

  expect(await sheets(on)).toBe(count);
});

test('bears the language of the page where the page says everything itself', async () => {
  const on = open();
  await on.load('lang="he"');
  const looks = () =>
    on.page.locator('.doorcode').evaluate((root) => [root.getAttribute('lang'), getComputedStyle(root).direction]);
  const say = async (messages: object, title: string) => {
    await on.host.evaluate((host, all) => Object.assign(host, { messages: all }), messages);
    await on.page.getByRole('heading', { name: title, exact: true }).waitFor();
  };
  expect(await looks()).toEqual(['en', 'ltr']);

  await say({ ...en, title: 'כניסה' }, 'כניסה');
  expect(await looks()).toEqual(['he', 'rtl']);

  await say({ title: 'כניסה אחרת' }, 'כניסה אחרת');
  expect(await looks()).toEqual(['en', 'ltr']);

  await on.host.evaluate((host) => Object.assign(host, { messages: { title: undefined } }));
  await on.page.getByRole('heading', { name: en.title, exact: true }).waitFor();
});
