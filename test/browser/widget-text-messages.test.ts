import { describe, expect, test } from '@jest/globals';
import { eachOnWidgetPage } from './fixtures/widget-page.ts';

const open = eachOnWidgetPage();

/** Puts a WebOTP in place of the browser's own, which no message reaches here. Runs in the page. */
const fakeWebOtp = () => {
  const requests: { end: string; use(code: string | null): void }[] = [];
  const get = ({ signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      const request = { end: 'waiting', use: (code: string | null) => resolve(code === null ? null : { code }) };
      requests.push(request);
      signal.addEventListener('abort', () => {
        request.end = 'aborted';
        reject(signal.reason);
      });
    });
  Object.assign(window, { OTPCredential: Object, requests });
  Object.defineProperty(navigator, 'credentials', { value: { get } });
};

type Requests = { requests: { end: string; use(code: string | null): void }[] };

describe('the widget where the browser reads text messages', () => {
  const start = async () => {
    const on = open();
    await on.page.addInitScript(fakeWebOtp);
    await on.load();
    const ends = () => on.page.evaluate(() => (window as unknown as Requests).requests.map(({ end }) => end));
    const arrive = (code: string | null) =>
      on.page.evaluate((text) => (window as unknown as Requests).requests.at(-1)?.use(text), code);
    return { on, ends, arrive };
  };

  test('answers with the code of the message', async () => {
    const { on, ends, arrive } = await start();
    expect(await ends()).toEqual([]);
    await on.askForCode();
    await on.code.waitFor();
    expect(await ends()).toEqual(['waiting']);

    await arrive('123456');

    await on.signedIn();
    expect(on.answers()).toEqual(['123456']);
    expect(await ends()).toEqual(['aborted']);
  });

  test('waits no longer where the person types the code, goes back or declines', async () => {
    const { on, ends, arrive } = await start();
    await on.askForCode();
    await on.code.waitFor();
    await on.button('Use another address').click();
    expect(await ends()).toEqual(['aborted']);
    await on.askForCode();
    await on.code.waitFor();

    await arrive(null);
    expect(on.answers()).toEqual([]);
    await on.code.fill('123456');

    await on.signedIn();
    expect(on.answers()).toEqual(['123456']);
  });
});
