import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { exampleNames } from '../../infra/build/web-examples.ts';
import { type RunningStack, startStack } from '../helpers/local-stack.ts';
import { launchChromium, openPage } from './fixtures/chromium.ts';

let browser: Browser;
let stack: RunningStack;
beforeAll(async () => {
  [browser, stack] = await Promise.all([launchChromium(), startStack()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), stack.stop()]);
});

const open = async (name: string) => {
  const watched = await openPage(browser);
  watched.page.setDefaultTimeout(8_000);
  await watched.page.goto(`${stack.config.web}/examples/${name}`);
  return watched;
};
const askForCode = async (page: Page, address: string) => {
  await page.getByLabel('Email address or phone number').fill(address);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('6-digit code').waitFor();
};
const signIn = async (page: Page, address: string) => {
  await askForCode(page, address);
  await page.getByLabel('6-digit code').fill(await stack.codeFor(address));
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
};

const names = exampleNames.filter((name) => name !== 'index');

describe('every example', () => {
  test('is on the list of them', async () => {
    const { page } = await open('');
    const links = await page.getByRole('listitem').getByRole('link').all();

    expect(await Promise.all(links.map((link) => link.getAttribute('href')))).toEqual(
      names.map((name) => `/examples/${name}`),
    );
  });

  test.each(names)('%s keeps a code through a reload, signs in, and signs out for good', async (name) => {
    const { page, complaints } = await open(name);
    const address = `every-${name}@example.com`;
    await askForCode(page, address);
    await page.reload();
    await page.getByLabel('6-digit code').fill(await stack.codeFor(address));
    await page.getByText(`as ${address}`).waitFor();
    if (name === 'amplify') {
      await page.reload();
      await page.getByText(`as ${address}`).waitFor();
      await page.getByText(`Amplify: ${address}`).waitFor();
    }
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('You are signed out.').waitFor();
    await page.reload();

    await page.getByLabel('Email address or phone number').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the examples', () => {
  test('a plain page signs a new person in', async () => {
    const { page, complaints } = await open('plain');
    await signIn(page, 'plain@example.com');

    expect(await page.getByText('as plain@example.com').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('an existing site keeps its styles, and the widget its own', async () => {
    const [there, alone] = [await open('existing-site'), await open('plain')];
    const looks = (page: Page) =>
      page.locator('doorcode-sign-in input[name=username]').evaluate((input) => {
        const { letterSpacing, fontStyle, fontSize, backgroundColor, padding, borderTopStyle, textTransform } =
          getComputedStyle(input);
        return { letterSpacing, fontStyle, fontSize, backgroundColor, padding, borderTopStyle, textTransform };
      });
    await there.page.locator('.doorcode').waitFor();
    await alone.page.locator('.doorcode').waitFor();

    expect(await looks(there.page)).toEqual(await looks(alone.page));
    const own = there.page.getByLabel('Search');
    expect(await own.evaluate((input) => getComputedStyle(input).borderTopStyle)).toBe('dotted');
    await signIn(there.page, 'existing@example.com');
    expect(there.complaints).toEqual([]);
  });

  test('React 19 hears of the sign-in and the sign-out', async () => {
    const { page, complaints } = await open('react');
    await signIn(page, 'react@example.com');
    await page.getByText('React knows react@example.com.').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByText('Nobody is signed in.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('Amplify and the widget share one session, and both ways of signing out', async () => {
    const { page } = await open('amplify');
    await signIn(page, 'amplify@example.com');
    await page.getByText('Amplify: amplify@example.com').waitFor();
    await page.getByRole('button', { name: 'Sign out with Amplify' }).click();
    await page.getByText('Your session has ended. Sign in again.').waitFor();
    await page.getByText('Amplify: nobody').waitFor();

    await signIn(page, 'amplify@example.com');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('Amplify: nobody').waitFor();
  });

  test('the API answers 401 before the sign-in, and the account after it', async () => {
    const { page, complaints } = await open('api');
    await page.getByRole('button', { name: 'Call the API' }).click();
    await page.getByText(/^401/).waitFor();
    await signIn(page, 'api@example.com');
    await page.getByRole('button', { name: 'Call the API' }).click();

    await page.getByText(/^200 [\s\S]*api@example.com/).waitFor();
    expect(complaints).toEqual([]);
  });
});
