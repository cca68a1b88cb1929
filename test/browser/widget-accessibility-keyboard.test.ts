import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type LiveWidget, onLiveStack } from './fixtures/live-widget.ts';

const open = onLiveStack();

type Focus = { readonly name: string; readonly outline: string; readonly isInView: boolean };

/** Where the keyboard is. Runs in the page. */
const focusOf = (): Focus => {
  const shadow = document.activeElement?.shadowRoot;
  const at = shadow ? shadow.activeElement : document.activeElement;
  if (!at || at === document.body) return { name: 'nowhere', outline: '', isInView: false };
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
  const { top, bottom } = at.getBoundingClientRect();
  const label = (at as HTMLInputElement).labels?.[0]?.textContent;
  return {
    name: (label || at.textContent || at.localName).replace(/\d:\d\d/, 'WAIT'),
    outline: `${outlineStyle} ${outlineWidth} ${outlineColor}`,
    isInView: top >= 0 && bottom <= innerHeight,
  };
};

/** The name of what has the keyboard, which is seen to have it. */
const focused = async (page: Page): Promise<string> => {
  const { name, outline, isInView } = await page.evaluate(focusOf);
  expect({ name, isInView }).toEqual({ name, isInView: true });
  // A heading is not a control: it gets the keyboard so that what follows is read, and shows no frame.
  const isHeading = ['You are signed in', 'Wait a little'].includes(name);
  expect(`${name}: ${outline}`).toMatch(isHeading ? / none/ : / solid 3px color\(srgb 0\.04\d* 0\.42\d* 0\.31\d*\)$/);
  return name;
};

const press = async ({ page }: LiveWidget, ...keys: readonly string[]): Promise<string> => {
  for (const key of keys) await page.keyboard.press(key);
  return focused(page);
};

const addressName = 'Email address or phone number';

describe('the keyboard alone', () => {
  test('goes all the way, is seen at every step and never lost', async () => {
    const on = await open();
    const { keyboard } = on.page;
    const person = 'keyboard@example.com';
    expect(await press(on, 'Tab')).toBe(addressName);
    await keyboard.press('Enter');
    await on.alert.waitFor();
    expect(await focused(on.page)).toBe(addressName);
    await keyboard.type(person);
    const start = on.hold();
    await keyboard.press('Enter');
    await on.reach('sending');
    expect(await focused(on.page)).toBe(addressName);
    start();
    await on.reach('code');
    expect(await focused(on.page)).toBe('6-digit code');

    const wrong = await on.wrongCodeFor(person);
    const check = on.hold();
    await keyboard.type(wrong);
    await on.reach('checking');
    expect(await focused(on.page)).toBe('6-digit code');
    check();
    await on.reach('code');
    expect(await focused(on.page)).toBe('6-digit code');

    await on.pass(31);
    expect(await press(on, 'Tab')).toBe('Sign in');
    expect(await press(on, 'Tab')).toBe('Send the code again');
    await on.answered(() => keyboard.press('Space'));
    expect(await focused(on.page)).toBe('6-digit code');
    const code = await on.codeFor(person);
    // A button that waits stays where it is, and does nothing.
    expect(await press(on, 'Tab', 'Tab')).toBe('Send again in WAIT');
    expect(await press(on, 'Enter')).toBe('Send again in WAIT');
    expect(await on.page.evaluate(() => document.querySelector('doorcode-sign-in')?.state)).toBe('code');
    expect(await press(on, 'Tab', 'Tab')).toBe('Email');
    await on.answered(() => keyboard.press('Enter'));
    expect(await focused(on.page)).toBe('6-digit code');

    expect(await press(on, 'Tab', 'Tab', 'Tab')).toBe('Use another address');
    expect(await press(on, 'Enter')).toBe(addressName);
    expect(await on.address.inputValue()).toBe(person);
    await on.answered(() => keyboard.press('Enter'));
    await on.code.waitFor();
    await keyboard.type(code);
    await on.reach('signed-in');
    expect(await focused(on.page)).toBe('You are signed in');
    expect(await press(on, 'Tab')).toBe('Sign out');
    await keyboard.press('Space');
    await on.status.waitFor();
    expect(await focused(on.page)).toBe(addressName);
  });

  test('goes on after the end of a try, and into a limit and out of it', async () => {
    const on = await open();
    const { keyboard } = on.page;
    const ask = async (person: string) => {
      await keyboard.type(person);
      await keyboard.press('Enter');
      await on.reach('code');
    };
    const person = 'keyboard-end@example.com';
    await press(on, 'Tab');
    await ask(person);
    const wrong = await on.wrongCodeFor(person);
    for (let tries = 0; tries < 3; tries += 1) await on.answered(() => keyboard.type(wrong));
    expect(await focused(on.page)).toBe('Start again');
    await on.answered(() => keyboard.press('Enter'));
    await on.reach('code');
    expect(await focused(on.page)).toBe('6-digit code');

    expect(await press(on, 'Tab', 'Tab', 'Tab', 'Enter')).toBe(addressName);
    await keyboard.press('Control+A');
    await ask('keyboard-limit@example.com');
    for (const seconds of [31, 61]) {
      await on.pass(seconds);
      await press(on, 'Tab', 'Tab');
      await on.answered(() => keyboard.press('Enter'));
    }
    await on.pass(520);
    await on.answered(() => keyboard.type('444444'));
    await on.reach('limited');
    expect(await focused(on.page)).toBe('Wait a little');
    expect(await press(on, 'Tab')).toBe('Send again in 5 minutes');
    expect(await press(on, 'Tab', 'Enter')).toBe(addressName);
  });

  test('passes through the widget in the order of the page, forwards and back, from what is before to what is after', async () => {
    const on = await open({ beside: '<a href="#after">After</a>', before: '<a href="#before">Before</a>' });
    const code = ['6-digit code', 'Sign in', 'Send again in WAIT', 'Use another address'];
    const ways = ['Email', 'Text message', 'App notification'];
    await on.address.fill('keyboard-order@example.com');
    await on.address.press('Enter');
    await on.code.waitFor();
    await on.page.locator('a').first().focus();
    const names = async (key: string, steps: number) => {
      const seen: string[] = [];
      for (let step = 0; step < steps; step += 1) {
        await on.page.keyboard.press(key);
        seen.push((await on.page.evaluate(focusOf)).name);
      }
      return seen;
    };
    expect(await names('Tab', 8)).toEqual([...code, ...ways, 'After']);
    expect(await names('Shift+Tab', 8)).toEqual([...ways.toReversed(), ...code.toReversed(), 'Before']);
  });
});
