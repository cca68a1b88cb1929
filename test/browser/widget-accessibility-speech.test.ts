import { describe, expect, test } from '@jest/globals';
import { type LiveWidget, onLiveStack } from './fixtures/live-widget.ts';
import { type ScreenReader, startScreenReader } from './fixtures/screen-reader.ts';

const open = onLiveStack();

const begin = async () => {
  const on = await open();
  const reader = await startScreenReader(on.page);
  return { on, reader, keys: on.page.keyboard };
};

/** Asks for a code as `person`, all of which has been heard before. */
const askForCode = async (on: LiveWidget, reader: ScreenReader, person: string) => {
  await on.address.focus();
  await on.page.keyboard.type(person);
  await on.page.keyboard.press('Enter');
  await on.code.waitFor();
  await reader.heard();
};

const addressField =
  'textbox "Email address or phone number", required (Begin a phone number with + and its country code.)';
const introduction = (name: string) =>
  `If you can sign in with ${name}, a code is on its way. Look in your mail, your messages, or your app.`;
const codeField = (name: string) => `textbox "6-digit code", required (${introduction(name)} Works until TIME.)`;
const ways = [
  'group "Send it another way"',
  'Send it another way',
  'button "Email"',
  'button "Text message"',
  'button "App notification"',
];

describe('a screen reader', () => {
  test('reads a sign-in from the address to the sign-out, every step once', async () => {
    const { on, reader, keys } = await begin();
    expect(await reader.read()).toEqual([
      'region "Sign in"',
      'heading "Sign in", level 2',
      'We send you a code. No password to remember.',
      'Email address or phone number',
      addressField,
      'Begin a phone number with + and its country code.',
      'button "Send me a code"',
    ]);
    await keys.press('Tab');
    expect(await reader.heard()).toEqual([`focus: ${addressField}`]);

    const person = 'speech-whole@example.com';
    await keys.type(person);
    await on.answered(() => keys.press('Enter'));
    await on.code.waitFor();
    expect(await reader.heard()).toEqual([`focus: ${codeField(person)}`]);
    expect(await reader.read()).toEqual([
      'region "Sign in"',
      'heading "Enter your code", level 2',
      introduction(person),
      '6-digit code',
      codeField(person),
      'Works until TIME.',
      'button "Sign in"',
      'button "Send again in WAIT", disabled',
      'button "Use another address"',
      ...ways,
    ]);

    await keys.type(await on.codeFor(person));
    await on.reach('signed-in');
    expect(await reader.heard()).toEqual(['focus: heading "You are signed in", level 2']);
    expect(await reader.read()).toEqual([
      'region "Sign in"',
      'heading "You are signed in", level 2',
      `as ${person}`,
      'button "Sign out"',
    ]);
    await keys.press('Tab');
    expect(await reader.heard()).toEqual(['focus: button "Sign out"']);
    await keys.press('Enter');
    await on.status.waitFor();
    expect(await reader.heard()).toEqual([`focus: ${addressField}`, 'status: You are signed out.']);
  });

  test('hears what is wrong with an address, and hears it again', async () => {
    const { on, reader, keys } = await begin();
    await on.address.focus();
    await reader.heard();
    for (let times = 0; times < 2; times += 1) {
      await keys.press('Enter');
      expect(await reader.heard()).toEqual(['alert: Fill this in, so that we can send you a code.']);
    }
    await keys.type('0612345678');
    await keys.press('Enter');
    expect(await reader.heard()).toEqual(['alert: Begin a phone number with + and its country code.']);
    // The same words are not there a second time as a hint.
    expect((await reader.read()).slice(1)).toEqual([
      'Begin a phone number with + and its country code.',
      'heading "Sign in", level 2',
      'We send you a code. No password to remember.',
      'Email address or phone number',
      'textbox "Email address or phone number", invalid, required (Begin a phone number with + and its country code.)',
      'button "Send me a code"',
    ]);
  });

  test('hears of wrong codes with the keyboard left where it is, and of the end', async () => {
    const { on, reader, keys } = await begin();
    const person = 'speech-wrong@example.com';
    await askForCode(on, reader, person);
    const wrong = await on.wrongCodeFor(person);
    for (let times = 0; times < 2; times += 1) {
      await keys.press('Control+A');
      await keys.type('12');
      await keys.press('Enter');
      expect(await reader.heard()).toEqual(['alert: A code has 6 digits. Check what you typed.']);
    }
    for (const left of ['2 tries left', '1 try left']) {
      await keys.press('Control+A');
      await on.answered(() => keys.type(wrong));
      expect(await reader.heard()).toEqual([`alert: That code is not right. ${left}.`]);
      expect(await reader.read()).toContain(
        `textbox "6-digit code", invalid, required (That code is not right. ${left}. ${introduction(person)} Works until TIME.)`,
      );
    }
    await on.answered(() => keys.type(wrong));
    expect(await reader.heard()).toEqual([
      'focus: button "Start again"',
      'alert: This sign-in is over. Start again to get a new code.',
    ]);
    expect(await reader.read()).toEqual([
      'region "Sign in"',
      'This sign-in is over. Start again to get a new code.',
      'heading "This try has ended", level 2',
      'button "Start again"',
      'button "Use another address"',
    ]);
  });

  test('hears once when a code may be asked for again, and of each one that is sent', async () => {
    const { on, reader, keys } = await begin();
    const { username } = on.config.users.find((user) => user.username.startsWith('sam')) ?? { username: 'no Sam' };
    await askForCode(on, reader, username);
    // Second by second: the countdown is drawn, and only its end is said.
    for (let seconds = 0; seconds < 29; seconds += 1) await on.page.clock.runFor(1_000);
    expect(await reader.heard()).toEqual([]);
    await on.pass(2);
    expect(await reader.heard()).toEqual(['status: You can ask for the code again now.']);
    // The triggers' own clock has gone on by those two seconds alone.
    await on.passOnServer(29);

    const resent = [
      `focus: ${codeField(username)}`,
      'status: If a code can reach you that way, it is on its way. Use the newest message.',
    ];
    await keys.press('Tab');
    await keys.press('Tab');
    expect(await reader.heard()).toEqual(['focus: button "Sign in"', 'focus: button "Send the code again"']);
    await on.answered(() => keys.press('Enter'));
    expect(await reader.heard()).toEqual(resent);
    for (let stops = 0; stops < 5; stops += 1) await keys.press('Tab');
    expect(await reader.heard()).toEqual([
      'focus: button "Sign in"',
      'focus: button "Send again in WAIT", disabled',
      'focus: button "Use another address"',
      'focus: button "Email"',
      'focus: button "Text message"',
    ]);
    await on.answered(() => keys.press('Space'));
    expect(await reader.heard()).toEqual(resent);
    await keys.type(await on.codeFor('+31612345601'));
    await on.reach('signed-in');
    expect(await reader.heard()).toEqual(['focus: heading "You are signed in", level 2']);
  });

  test('hears of a limit once, however long it lasts', async () => {
    const { on, reader } = await begin();
    await askForCode(on, reader, 'speech-limited@example.com');
    for (const seconds of [31, 61]) {
      await on.pass(seconds);
      await on.answered(() => on.part('secondary').first().click());
    }
    await reader.heard();
    await on.pass(520);
    expect(await reader.heard()).toEqual(['alert: The code has run out. Ask for a new one.']);
    await on.answered(() => on.code.fill('444444'));
    expect(await reader.heard()).toEqual([
      'focus: heading "Wait a little", level 2',
      'alert: Too many codes or tries. Ask again at TIME.',
    ]);
    for (let seconds = 0; seconds < 360; seconds += 2) await on.page.clock.runFor(2_000);
    expect(await reader.heard()).toEqual(['status: You can ask for the code again now.']);
  });
});
