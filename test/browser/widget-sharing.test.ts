import { beforeAll, describe, expect, test } from '@jest/globals';
import { callPool } from './fixtures/pool-gate.ts';
import { bundleLibraries, type LibraryName, library } from './fixtures/shared-session.ts';
import { eachOnStackSite, type StackWidget } from './fixtures/stack-widget.ts';

const open = eachOnStackSite();
let libraries: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  libraries = await bundleLibraries();
});

const names: readonly LibraryName[] = ['widget', 'amplify', 'identity-js'];

/** A page on which all three keep their tokens in `localStorage`. */
const load = async (on: StackWidget) => {
  const { site, page } = on;
  const { clientId, userPoolId } = site.stack.config;
  const settings = `<p id="settings" data-endpoint="${site.gate.url}" data-client-id="${clientId}" data-user-pool-id="${userPoolId}"></p>`;
  site.script('libraries.js', libraries);
  site.show(settings + site.element('storage="local"'), { scripts: ['libraries.js'] });
  await page.goto(`${site.url}/page`);
  await page.locator('.doorcode').waitFor();
};

/** Every name that a library could find a token under. */
const leftovers = ({ page }: StackWidget) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => /token/i.test(key)));

/** An account of that address: Amplify and identity-js make none when they sign in. */
const signUp = async ({ site }: StackWidget, address: string) => {
  const { cognito, clientId } = site.stack.config;
  const response = await callPool(cognito, 'SignUp', {
    ClientId: clientId,
    Username: address,
    UserAttributes: [{ Name: 'email', Value: address }],
  });
  expect(response.status).toBe(200);
};

/** What a service says that verifies the token: the account's own address. */
const accepted = async ({ site }: StackWidget, accessToken = '') => {
  const response = await fetch(`${site.stack.config.web}/account`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { addresses = [] } = (await response.json()) as { addresses?: { value: string }[] };
  return addresses.map(({ value }) => value);
};

const pairs = names.flatMap((by) => names.filter((out) => out !== by).map((out) => [by, out] as const));

describe('one session of the widget, Amplify and amazon-cognito-identity-js on one page', () => {
  test.each(pairs)('signed in by %s, renewed by each, is signed out by %s', async (by, out) => {
    const on = open();
    const address = on.newAddress();
    await signUp(on, address);
    await load(on);
    const all = names.map((name) => library(on, name));
    const everybody = async () => {
      const found = await Promise.all(all.map((one) => one.tokens()));
      for (const tokens of found) expect(await accepted(on, tokens?.accessToken)).toEqual([address]);
      return found;
    };

    await library(on, by).signIn(address, () => on.site.stack.codeFor(address));
    await on.page.getByText(`as ${address}`).waitFor({ timeout: 2_500 });
    await everybody();
    for (const name of names) {
      await library(on, name).refresh();
      await everybody();
    }
    const heard = on.page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('doorcode:signed-out', (event) => resolve((event as CustomEvent).detail.by), { once: true });
        }),
    );
    await library(on, out).signOut();

    await on.page
      .getByText(out === 'widget' ? 'You are signed out.' : 'Your session has ended.')
      .waitFor({ timeout: 2_500 });
    expect(await heard).toBe(out === 'widget' ? 'person' : 'elsewhere');
    expect(await Promise.all(all.map((one) => one.tokens()))).toEqual([null, null, null]);
    expect(await leftovers(on)).toEqual([]);
  });

  test.each(names)('goes on for all after two ends of the tokens, signed in by %s', async (by) => {
    const on = open();
    const { gate, stack } = on.site;
    const address = on.newAddress();
    await signUp(on, address);
    gate.ageSeconds = 3_600;
    await on.page.clock.install({ time: Date.now() - 3_600_000 });
    await load(on);
    await library(on, by).signIn(address, () => stack.codeFor(address));
    await on.signedIn();

    for (const ageSeconds of [1_800, 0]) {
      gate.ageSeconds = ageSeconds;
      await on.sleep(1_800_000);
      for (const name of names) {
        const tokens = await library(on, name).tokens();
        expect([name, tokens?.email]).toEqual([name, address]);
        // What looks older than it is has lost its signature.
        if (ageSeconds === 0) expect(await accepted(on, tokens?.accessToken)).toEqual([address]);
      }
    }
  });
});
