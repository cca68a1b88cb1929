import { describe, expect, test } from '@jest/globals';
import { ageRecord } from './fixtures/age-record.ts';
import { eachOnStackSite, type StackWidget } from './fixtures/stack-widget.ts';

const open = eachOnStackSite();

/** Clicks twice and presses Enter before the pool answers. @returns how many requests that made */
const hammer = async (on: StackWidget, operation: string, name: string | RegExp): Promise<number> => {
  const before = on.sent(operation);
  const release = on.site.gate.hold(operation);
  const answered = on.page.waitForResponse((response) => {
    const request = response.request();
    return request.method() === 'POST' && request.headers()['x-amz-target']?.endsWith(operation) === true;
  });
  const one = on.button(name);
  await one.focus();
  await one.dblclick();
  await on.page.keyboard.press('Enter');
  await on.page.keyboard.press('Space');
  release();
  await answered;
  return on.sent(operation) - before;
};

/** Where the network is at the edge of what people have: 400 ms there and back, 50 KB a second. */
const slow3G = async ({ page }: StackWidget) => {
  const devtools = await page.context().newCDPSession(page);
  const throughput = 50_000;
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
};

const mailsTo = async ({ site }: StackWidget, address: string) =>
  (await site.stack.inbox()).filter(({ to }) => to === address);

describe('one request for one intent, whatever is clicked twice', () => {
  test('from the first code to the sign-out', async () => {
    const on = open();
    const address = on.newAddress();
    await on.load();
    await on.address.fill(address);
    expect(await hammer(on, 'InitiateAuth', 'Send me a code')).toBe(1);
    await on.code.waitFor();
    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth']);
    expect(await mailsTo(on, address)).toHaveLength(1);

    expect(await hammer(on, 'RespondToAuthChallenge', 'Text message')).toBe(1);
    await on.button(/^Text message in/).waitFor();
    expect(await hammer(on, 'RespondToAuthChallenge', 'Email')).toBe(1);
    await on.button(/^Email in/).waitFor();

    await on.page.context().setOffline(true);
    await on.code.fill(await on.site.stack.codeFor(address));
    await on.alert.waitFor();
    await on.page.context().setOffline(false);
    expect(await hammer(on, 'RespondToAuthChallenge', 'Sign in')).toBe(1);
    await on.signedIn();

    expect(await hammer(on, 'RevokeToken', 'Sign out')).toBe(1);
    await on.page.getByText('You are signed out.').waitFor();
  });

  test('when a code is asked for again, and after a sign-in that has ended', async () => {
    const on = open();
    const address = on.newAddress();
    await on.page.clock.install();
    await on.load();
    await on.askForCode(address);
    await on.code.waitFor();
    await on.page.clock.fastForward(31_000);
    await ageRecord(on.site.stack.config, address, 31_000);
    expect(await hammer(on, 'RespondToAuthChallenge', 'Send the code again')).toBe(1);
    await on.button(/^Send again in/).waitFor();
    expect(await mailsTo(on, address)).toHaveLength(2);

    const wrong = String((Number(await on.site.stack.codeFor(address)) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 1; tries <= 3; tries += 1) {
      await on.code.fill(wrong);
      await on.page.waitForFunction(() => document.querySelector('doorcode-sign-in')?.state !== 'checking');
    }
    await on.page.getByRole('heading', { name: 'This try has ended' }).waitFor();
    expect(await hammer(on, 'InitiateAuth', 'Start again')).toBe(1);
    await on.code.waitFor();
  });
});

describe('a code that arrives after another was asked for', () => {
  test.each([
    ['soon, the same code again', 31_000, 'first'],
    ['late, the first code until its own end', 330_000, 'first'],
    ['late, the new code', 330_000, 'second'],
  ] as const)('%s', async (_, waitMs, which) => {
    const on = open();
    const address = on.newAddress();
    await on.page.clock.install();
    await on.load();
    await on.askForCode(address);
    const first = await on.site.stack.codeFor(address);
    // The mail may be there before the answer, which a leap of the clock would end as overdue.
    await on.code.waitFor();
    await on.page.clock.fastForward(waitMs);
    await ageRecord(on.site.stack.config, address, waitMs);
    await on.button('Send the code again').click();
    await on.button(/^Send again in/).waitFor();
    const second = await on.site.stack.codeFor(address);
    expect(await mailsTo(on, address)).toHaveLength(2);
    expect(second === first).toBe(waitMs === 31_000);

    await on.code.fill(which === 'first' ? first : second);

    await on.signedIn();
  });
});

describe('a network that is slow or gone', () => {
  test('says on slow 3G what is under way, and sends nothing twice', async () => {
    const on = open();
    const address = on.newAddress();
    await slow3G(on);
    await on.load();
    await on.askForCode(address);
    await on.button('Sending…').waitFor();
    await on.button('Sending…').dblclick({ force: true });
    await on.code.waitFor();
    await on.code.fill(await on.site.stack.codeFor(address));
    await on.button('Checking…').waitFor();
    await on.button('Checking…').dblclick({ force: true });
    await on.signedIn();
    await on.button('Sign out').click();
    await on.button('Signing out…').waitFor();
    await on.button('Signing out…').dblclick({ force: true });
    await on.page.getByText('You are signed out.').waitFor();

    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken']);
    expect(await mailsTo(on, address)).toHaveLength(1);
  });

  test('keeps what was typed while offline, at the address and at a resend, and goes on when back', async () => {
    const on = open();
    const address = on.newAddress();
    await on.load();
    await on.page.context().setOffline(true);
    await on.askForCode(address);
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('Check your connection');
    expect(await on.address.inputValue()).toBe(address);

    await on.page.context().setOffline(false);
    await on.button('Send me a code').click();
    await on.code.waitFor();
    await on.page.context().setOffline(true);
    await on.button('Email').click();
    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('Check your connection');

    await on.page.context().setOffline(false);
    await on.button('Email').click();
    await on.button(/^Email in/).waitFor();
    await on.code.fill(await on.site.stack.codeFor(address));
    await on.signedIn();
    expect(on.operations()).toEqual(['SignUp', 'InitiateAuth', 'RespondToAuthChallenge', 'RespondToAuthChallenge']);
  });
});

const wide = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

describe('a code that is pasted', () => {
  test.each([
    ['as 12 34-56', (code: string) => `${code.slice(0, 2)} ${code.slice(2, 4)}-${code.slice(4)}`],
    ['with what mail programs add', (code: string) => `\u00a0\u200b${code.slice(0, 3)}\u2009${code.slice(3)}\r\n`],
    ['in full-width digits', (code: string) => `${wide(code.slice(0, 3))}\u2013${wide(code.slice(3))}`],
  ])('%s is one answer', async (_, format) => {
    const on = open();
    const address = on.newAddress();
    await on.load();
    await on.askForCode(address);
    const code = await on.site.stack.codeFor(address);
    await on.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await on.page.evaluate((text) => navigator.clipboard.writeText(text), format(code));
    await on.code.focus();
    await on.page.keyboard.press('Control+V');

    await on.signedIn();
    const answers = on.site.gate.calls.filter(({ operation }) => operation === 'RespondToAuthChallenge');
    expect(answers.map(({ body }) => body.ChallengeResponses)).toMatchObject([{ ANSWER: code }]);
  });

  test('with words around it is sent to nobody', async () => {
    const on = open();
    const address = on.newAddress();
    await on.load();
    await on.askForCode(address);
    await on.code.fill(`Code: ${await on.site.stack.codeFor(address)}`);
    await on.page.keyboard.press('Enter');

    await on.alert.waitFor();
    expect(await on.alert.textContent()).toContain('A code has 6 digits.');
    expect(on.sent('RespondToAuthChallenge')).toBe(0);
  });
});
