import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { onLiveStack } from './fixtures/live-widget.ts';
import { walkStates } from './fixtures/widget-walk.ts';

const open = onLiveStack();

/** Computed styles of what is shown of a part, the first of them. */
const styleOf = (page: Page, part: string, ...names: readonly string[]): Promise<Record<string, string>> =>
  page
    .locator(`[part~="${part}"]:visible`)
    .first()
    .evaluate((shown, wanted) => {
      const style = getComputedStyle(shown);
      return Object.fromEntries(wanted.map((name) => [name, style.getPropertyValue(name)]));
    }, names);

/** What is shown without a border, of what needs one to be told from text. Runs in the page. */
const borderless = (): string[] => {
  const host = document.querySelector('doorcode-sign-in');
  const marked = (host?.shadowRoot ?? host)?.querySelectorAll(
    'input, button:not([part~=link]), [part~=error]:not(:empty), [part~=status]:not(:empty)',
  );
  return [...(marked ?? [])]
    .filter((one) => one.checkVisibility())
    .filter((one) => {
      const { borderInlineStartStyle: style, borderInlineStartWidth: width } = getComputedStyle(one);
      return style !== 'solid' || width === '0px';
    })
    .map((one) => one.getAttribute('part') ?? one.localName);
};

/** Runs in the page. */
const systemColour = (name: string): string => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = name;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

describe('in forced colours', () => {
  test('every state is told by borders and words', async () => {
    const on = await open({ context: { forcedColors: 'active', colorScheme: 'dark' } });
    const { page } = on;
    const bare: string[] = [];
    const system = (name: string) => page.evaluate(systemColour, name);
    const [buttonText, gray] = [await system('ButtonText'), await system('GrayText')];

    await walkStates(on, async (state) => {
      // An attribute that is wrong leaves nothing but a sentence.
      if (state !== 'wrong attribute') expect(await page.locator('button:visible').count()).toBeGreaterThan(0);
      for (const name of await page.evaluate(borderless)) bare.push(`${state}: ${name}`);
      // Without its colour a field that is wrong is known by its frame.
      if (state === 'wrong')
        expect(await styleOf(page, 'code', 'border-top-width')).toEqual({ 'border-top-width': '3px' });
      if (state !== 'code') return;
      expect(await styleOf(page, 'secondary', 'color', 'opacity')).toEqual({ color: gray, opacity: '1' });
      expect(await styleOf(page, 'primary', 'border-top-color')).toEqual({ 'border-top-color': buttonText });
      expect(await styleOf(page, 'code', 'border-top-width')).toEqual({ 'border-top-width': '1px' });
    });

    expect(bare).toEqual([]);
  });
});

describe('motion', () => {
  /** Milliseconds that anything in the widget takes to change, and what moves now. Runs in the page. */
  const motion = () => {
    const host = document.querySelector('doorcode-sign-in');
    const all = [...((host?.shadowRoot ?? host)?.querySelectorAll('*') ?? [])].map((one) => getComputedStyle(one));
    const times = all.flatMap((style) => [style.transitionDuration, style.animationDuration]);
    const longest = Math.max(
      ...times
        .join()
        .split(',')
        .map((time) => Number.parseFloat(time) * 1_000 || 0),
    );
    return { longest, running: document.getAnimations().length, looked: all.length > 20 };
  };

  test.each([
    { reducedMotion: 'reduce', limit: 0 },
    { reducedMotion: 'no-preference', limit: 200 },
  ] as const)('is none, or short, with $reducedMotion', async ({ reducedMotion, limit }) => {
    const on = await open({ context: { reducedMotion } });
    const release = on.hold();
    await on.address.fill('motion@example.com');
    await on.address.press('Enter');
    await on.reach('sending');
    const sending = await on.page.evaluate(motion);
    release();
    await on.code.waitFor();
    const code = await on.page.evaluate(motion);

    for (const { longest, running, looked } of [sending, code]) {
      expect({ isShort: longest <= limit, looked }).toEqual({ isShort: true, looked: true });
      if (limit === 0) expect(running).toBe(0);
    }
  });
});
