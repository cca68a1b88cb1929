import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { screenshotPath } from './fixtures/chromium.ts';
import { flawsOf, setTextSize, setTextSpacing } from './fixtures/geometry.ts';
import { onLiveStack } from './fixtures/live-widget.ts';
import { states, walkStates } from './fixtures/widget-walk.ts';

const open = onLiveStack();

type Look = { readonly width: number; readonly text?: number; readonly isWide?: boolean };

/** WCAG 1.4.4 (text of 200 %), 1.4.10 (reflow: 400 % of 1280 pixels leaves 320), 1.4.12 (distances). */
const looks: Readonly<Record<string, Look>> = {
  'as it comes': { width: 1280 },
  'text of 200 %': { width: 1280, text: 200 },
  'text of 200 % on a phone': { width: 360, text: 200 },
  'zoomed to 200 %': { width: 640 },
  'zoomed to 400 %': { width: 320 },
  'wide distances': { width: 320, isWide: true },
};

const flawsInEveryLook = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const [name, { width, text = 100, isWide = false }] of Object.entries(looks)) {
    await page.setViewportSize({ width, height: 800 });
    await setTextSize(page, text);
    await setTextSpacing(page, isWide);
    found.push(...(await flawsOf(page)).map((flaw) => `${name}: ${flaw}`));
  }
  await setTextSpacing(page, false);
  return found;
};

/** The states of which pictures are kept, to be looked at. */
const pictured: ReadonlySet<string> = new Set<(typeof states)[number]>([
  'address',
  'address empty',
  'sending',
  'code',
  'checking',
  'wrong',
  'sent another way',
  'limited',
  'ended',
  'code offline',
  'signed in',
  'signed out',
]);

type Shot = {
  readonly width: number;
  readonly colorScheme?: 'dark';
  readonly forcedColors?: 'active';
  readonly text?: number;
};

const shots: Readonly<Record<string, Readonly<Record<string, Shot>>>> = {
  en: {
    'phone-light': { width: 360 },
    'phone-dark': { width: 360, colorScheme: 'dark' },
    'desktop-light': { width: 1280 },
    'desktop-large': { width: 1280, text: 200 },
    'desktop-forced': { width: 1280, forcedColors: 'active', colorScheme: 'dark' },
  },
  de: { 'phone-large': { width: 360, text: 200 } },
  ar: { 'phone-arabic': { width: 360 }, 'desktop-arabic-dark': { width: 1280, colorScheme: 'dark' } },
};

const takePictures = async (page: Page, lang: string, state: string): Promise<void> => {
  for (const [name, { width, colorScheme = 'light', forcedColors = 'none', text = 100 }] of Object.entries(
    shots[lang] ?? {},
  )) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 });
    await setTextSize(page, text);
    await page.emulateMedia({ colorScheme, forcedColors });
    const path = screenshotPath(`widget-${name}-${state.replaceAll(' ', '-')}`);
    await page.screenshot({ path, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
};

describe('nothing is cut, covered, out of place or too small to hit, in any state and at any size of text', () => {
  test.each(['en', 'nl', 'de', 'ar'])('in %s', async (lang) => {
    const on = await open({ lang });
    const found: Record<string, string[]> = {};

    await walkStates(on, async (state) => {
      found[state] = await flawsInEveryLook(on.page);
      if (pictured.has(state)) await takePictures(on.page, lang, state);
    });

    expect(found).toEqual(Object.fromEntries(states.map((state) => [state, []])));
  });
});

test.each(['open', 'none'])(
  'what a site puts in is there, and what it does not takes no room, with shadow %s',
  async (shadow) => {
    const on = await open({ attributes: `shadow="${shadow}"`, content: '<p slot="legal">Our terms</p>' });
    const terms = on.page.getByText('Our terms');
    await terms.waitFor();
    const gap = () =>
      on.part('doorcode').evaluate((root) => {
        const { paddingBlockStart } = getComputedStyle(root);
        const title = root.querySelector('[part~=title]')?.getBoundingClientRect().top ?? 0;
        return title - root.getBoundingClientRect().top - Number.parseFloat(paddingBlockStart);
      });

    expect(await gap()).toBe(0);
    const [form, legal] = [await on.part('primary').boundingBox(), await terms.boundingBox()];
    expect((legal?.y ?? 0) - ((form?.y ?? 0) + (form?.height ?? 0))).toBeGreaterThan(8);
  },
);

test('an address and a number keep their direction where the text runs the other way', async () => {
  const { page, address, code } = await open({ lang: 'ar' });
  const direction = (input: Element) => getComputedStyle(input).direction;
  expect(await page.locator('[part~=doorcode]').evaluate(direction)).toBe('rtl');
  expect([await address.evaluate(direction), await code.evaluate(direction)]).toEqual(['ltr', 'ltr']);
});

test('the measure sees what is wrong', async () => {
  const { page, part } = await open();
  await part('primary').evaluate((button: HTMLElement) => Object.assign(button.style, { marginTop: '-3rem' }));
  expect(await flawsOf(page)).toEqual([expect.stringContaining('lies over button "Send me a code"')]);
  await part('primary').evaluate((button: HTMLElement) => {
    Object.assign(button.style, { marginTop: '', minHeight: '0', height: '20px', width: '900px', padding: '0' });
  });
  expect(await flawsOf(page)).toEqual(
    expect.arrayContaining([
      'button "Send me a code" stands out of the widget',
      'button "Send me a code" is cut below',
      'button "Send me a code" is small',
    ]),
  );
});
