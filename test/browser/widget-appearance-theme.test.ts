import { describe, expect, test } from '@jest/globals';
import { eachOnWidgetPage, type WidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();

type Scheme = 'light' | 'dark';
type Colour = readonly [red: number, green: number, blue: number];

/** What a page declares, in the way of its style sheet or of its `<meta>`. */
const declare = ({ page }: WidgetPage, scheme: string) =>
  page.evaluate((value) => {
    document.documentElement.style.colorScheme = value;
  }, scheme);

/** A colour that is seen: a ground that is none, or a frame that is none, is no colour. */
const colourOf = (text: string): Colour => {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
  if (!/^(rgba?\(|color\(srgb )/.test(text) || alpha !== 1) throw new Error(`${text} is not seen`);
  // A mixed colour is given in parts of one.
  const full = text.startsWith('color') ? 255 : 1;
  return [red * full, green * full, blue * full];
};

/** WCAG 2.2, relative luminance. */
const luminance = (colour: Colour): number => {
  const [red = 0, green = 0, blue = 0] = colour.map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(colourOf(one)), luminance(colourOf(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** The colours of the parts that make a form, with the keyboard on the main button. */
const coloursOf = async ({ page, address, button }: WidgetPage) => {
  await address.focus();
  await page.keyboard.press('Tab');
  const send = button('Send me a code');
  const style = (part: string, name: string) =>
    page
      .locator(`[part~=${part}]:visible`)
      .first()
      .evaluate((shown, wanted) => getComputedStyle(shown).getPropertyValue(wanted), name);
  return {
    ground: await style('doorcode', 'background-color'),
    text: await style('doorcode', 'color'),
    muted: await style('muted', 'color'),
    frame: await style('field', 'border-top-color'),
    frameStyle: await style('field', 'border-top-style'),
    button: await style('primary', 'background-color'),
    onButton: await style('primary', 'color'),
    focus: await send.evaluate((shown) => getComputedStyle(shown).outlineColor),
    focusStyle: await send.evaluate((shown) => getComputedStyle(shown).outlineStyle),
  };
};

const expectSeen = async (on: WidgetPage, scheme: Scheme): Promise<void> => {
  const colours = await coloursOf(on);
  expect([colours.frameStyle, colours.focusStyle]).toEqual(['solid', 'solid']);
  expect(luminance(colourOf(colours.ground)) < 0.1 ? 'dark' : 'light').toBe(scheme);
  for (const name of ['text', 'muted'] as const) {
    expect([name, contrast(colours[name], colours.ground) >= 4.5]).toEqual([name, true]);
  }
  for (const name of ['frame', 'button', 'focus'] as const) {
    expect([name, contrast(colours[name], colours.ground) >= 3]).toEqual([name, true]);
  }
  expect(contrast(colours.button, colours.onButton)).toBeGreaterThanOrEqual(4.5);
};

/** What the page declares, what the system is, what the widget is told, and what it comes to. */
const schemes = [
  ['normal', 'dark', 'auto', 'light'],
  ['light', 'dark', 'auto', 'light'],
  ['dark', 'light', 'auto', 'dark'],
  ['light dark', 'light', 'auto', 'light'],
  ['light dark', 'dark', 'auto', 'dark'],
  ['normal', 'light', 'dark', 'dark'],
  ['light dark', 'dark', 'light', 'light'],
] as const;

describe('light and dark', () => {
  test.each(schemes)('a page of %s, a system of %s and theme %s make it %s', async (page, system, theme, scheme) => {
    const on = open();
    await on.page.emulateMedia({ colorScheme: system });
    await on.load(theme === 'auto' ? '' : `theme="${theme}"`);
    await declare(on, page);

    await expectSeen(on, scheme);
  });

  test("a page's meta element counts too", async () => {
    const on = open();
    await on.page.emulateMedia({ colorScheme: 'dark' });
    await on.load('', '', '<meta name="color-scheme" content="light dark">');

    await expectSeen(on, 'dark');
  });

  test('a colour of the site is taken', async () => {
    const on = open();
    await on.load();
    await on.host.evaluate((host) => {
      for (const name of ['accent', 'on-accent', 'paper', 'line', 'ink', 'muted']) {
        host.style.setProperty(`--doorcode-${name}`, name.startsWith('on') ? 'rgb(9, 9, 9)' : 'rgb(250, 1, 2)');
      }
    });

    const { ground, text, muted, frame, button, onButton, focus } = await coloursOf(on);
    expect(new Set([ground, text, muted, frame, button, focus])).toEqual(new Set(['rgb(250, 1, 2)']));
    expect(onButton).toBe('rgb(9, 9, 9)');
  });
});
