import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildWidget, integrityOf, type WidgetFiles } from '../../infra/build/web-widget.ts';
import { type FileServer, startFileServer } from './fixtures/file-server.ts';
import { eachOnStackSite, type StackWidget } from './fixtures/stack-widget.ts';

const open = eachOnStackSite();
const name = 'doorcode-1.2.3.js';
let files: WidgetFiles;
let cdn: FileServer;
beforeAll(async () => {
  [files, cdn] = await Promise.all([buildWidget(), startFileServer()]);
});
afterAll(() => cdn.close());
beforeEach(() => {
  cdn.asked.length = 0;
  for (const [file, body] of files) cdn.put(file === 'doorcode.js' ? name : file, body);
});

const digest = () => integrityOf(files.get('doorcode.js') ?? new Uint8Array());
const dutch = () => [...files.keys()].find((file) => file.startsWith('locales/nl-')) ?? '';

/** Opens a page of another origin that takes the widget from the CDN. */
const load = async (
  { page, site }: StackWidget,
  integrity: string,
  attributes = '',
  mayCallCdn = true,
): Promise<void> => {
  const widget = `src="${cdn.url}/${name}" integrity="${integrity}" crossorigin="anonymous"`;
  site.show(site.element(attributes, '<p>Sign in needs JavaScript.</p>'), { cdn: cdn.url, mayCallCdn, widget });
  await page.goto(`${site.url}/page`);
};

const isDefined = ({ page }: StackWidget) => page.evaluate(() => customElements.get('doorcode-sign-in') !== undefined);

describe('from another origin', () => {
  test('the version with its digest signs in', async () => {
    const on = open();
    await load(on, digest());

    await on.signIn();

    expect(new URL(on.page.url()).origin).not.toBe(cdn.url);
    expect(cdn.asked).toEqual([name]);
  });

  test('a file that is not the one of the digest is refused, and what is in the element stays', async () => {
    const on = open();
    const integrity = digest();
    cdn.put(name, Buffer.concat([files.get('doorcode.js') ?? new Uint8Array(), Buffer.from('\n')]));
    const refused = on.page.waitForEvent('console', (message) => message.text().includes("'integrity' attribute"));

    await load(on, integrity);
    await refused;

    expect(await isDefined(on)).toBe(false);
    expect(await on.page.getByText('Sign in needs JavaScript.').isVisible()).toBe(true);
    expect(on.operations()).toEqual([]);
  });

  test('a CDN that allows no other origin is refused', async () => {
    const on = open();
    cdn.put(name, files.get('doorcode.js') ?? null, {});
    const refused = on.page.waitForEvent('console', (message) => message.text().includes('CORS policy'));

    await load(on, digest());
    await refused;

    expect(await isDefined(on)).toBe(false);
  });
});

describe('a language from another origin', () => {
  test('is loaded once, with the digest that is in the widget', async () => {
    const on = open();
    await load(on, digest(), 'lang="nl"');
    const address = on.newAddress();
    await on.page.getByLabel('E-mailadres of telefoonnummer').fill(address);
    await on.button('Stuur mij een code').click();
    await on.page.locator('input[name=code]').fill(await on.site.stack.codeFor(address));

    await on.page.getByText(`als ${address}`).waitFor();
    expect(cdn.asked).toEqual([name, dutch()]);
  });

  test.each([
    [
      'has been changed',
      () => cdn.put(dutch(), '{"title":"<img src=x onerror=alert(1)>","send":"Send us your money"}'),
    ],
    ['is not there', () => cdn.put(dutch(), null)],
    ['may not be read', () => cdn.put(dutch(), files.get(dutch()) ?? null, {})],
  ])('that %s is English, and signs in', async (_, spoil) => {
    const on = open();
    spoil();
    await load(on, digest(), 'lang="nl"');

    await on.signIn();

    expect(cdn.asked).toContain(dutch());
    expect(await on.page.locator('.doorcode').getAttribute('lang')).toBe('en');
  });

  test('under a policy that forbids the request is English, and signs in', async () => {
    const on = open();
    await load(on, digest(), 'lang="nl"', false);

    await on.signIn();

    const complaints = on.complaints.splice(0);
    expect(complaints.length).toBeGreaterThan(0);
    for (const complaint of complaints) expect(complaint).toContain(dutch());
  });
});
