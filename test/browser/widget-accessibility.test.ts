import { describe, expect, test } from '@jest/globals';
import { violationsOf } from './fixtures/axe.ts';
import { onLiveStack } from './fixtures/live-widget.ts';
import { states, walkStates } from './fixtures/widget-walk.ts';

const open = onLiveStack();

describe('axe finds nothing wrong in any state, light or dark', () => {
  test.each([
    { lang: 'en', shadow: 'open' },
    { lang: 'en', shadow: 'none' },
    { lang: 'ar', shadow: 'open' },
    { lang: 'ar', shadow: 'none' },
  ])('in $lang, shadow $shadow', async ({ lang, shadow }) => {
    const on = await open({ lang, attributes: `shadow="${shadow}"` });
    const found: Record<string, string[]> = {};

    await walkStates(on, async (state) => {
      found[state] = await violationsOf(on.page);
    });

    expect(found).toEqual(Object.fromEntries(states.map((state) => [state, []])));
    const inLight = await on.page.evaluate(() => document.querySelector('doorcode-sign-in')?.childElementCount);
    expect(inLight).toBe(shadow === 'open' ? 0 : 1);
  });
});
