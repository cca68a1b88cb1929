import { describe, expect, test } from '@jest/globals';
import { mail } from './fixtures/captured-messages.ts';
import { takeScreenshots } from './fixtures/chromium.ts';
import { eachPage } from './fixtures/each-page.ts';
import { startPageStack } from './fixtures/page-stack.ts';

const on = eachPage(startPageStack);

const items = () => on().page.locator('#list a.item');

describe('the inbox', () => {
  test('is empty in words, then shows what arrives at once, the newest first', async () => {
    const { page, stack } = on();
    await page.goto(`${stack.web}/inbox`);
    await page.getByText('Nothing here yet').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await takeScreenshots(page, 'inbox-empty');

    stack.inbox.add(mail('one'));
    stack.inbox.add(mail('two', { to: 'bob@example.com' }));

    await items().nth(1).waitFor();
    expect(await items().locator('.item-to').allTextContents()).toEqual(['bob@example.com', 'ann@example.com']);
    expect(await page.title()).toBe('Inbox (2) · Doorcode');
    expect(await page.locator('#announcer').textContent()).toBe('New message to bob@example.com');
    await takeScreenshots(page, 'inbox-list');
  });

  test('shows a mail as designed and as text, with its code to copy', async () => {
    const { page, stack } = on();
    stack.inbox.add(mail('one'));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${stack.web}/inbox`);
    await items().first().click();

    await page.frameLocator('iframe').getByText('482913').waitFor();
    await takeScreenshots(page, 'inbox-mail');
    await page.getByRole('button', { name: 'Copy 482913' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('482913');
    await page.getByRole('button', { name: 'Plain text' }).click();

    expect(await page.locator('pre').textContent()).toContain('It works for 10 minutes.');
    expect(await page.locator('iframe').isVisible()).toBe(false);
  });

  test('lets a mail run nothing, load nothing and reach nothing', async () => {
    const { page, complaints, stack } = on();
    const loaded: string[] = [];
    page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
    const html =
      '<p>hostile</p><script>top.pwned = 1</script><img src="/config.json" onerror="top.pwned=1">' +
      '<link rel=stylesheet href="/inbox/messages"><iframe src="/"></iframe><form action="/"><button>go</button></form>';
    stack.inbox.add(mail('bad', { html, subject: '<img src=x onerror=pwned=1>' }));
    await page.goto(`${stack.web}/inbox#bad`);

    await page.frameLocator('iframe').getByText('hostile').waitFor();
    await page.frameLocator('iframe').getByText('go').click();

    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(loaded).not.toContain('/config.json');
    expect(loaded).not.toContain('/');
    expect(loaded.filter((path) => path === '/inbox/messages')).toHaveLength(1);
    expect(await page.getByRole('heading', { name: '<img src=x onerror=pwned=1>' }).isVisible()).toBe(true);
    expect(page.url()).toBe(`${stack.web}/inbox#bad`);
    expect(complaints.splice(0)).toContainEqual(expect.stringMatching(/sandbox/));
  });

  test('shows one pane at a time on a phone, and goes back by the link and by history', async () => {
    const { page, stack } = on();
    stack.inbox.add(mail('one'));
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${stack.web}/inbox`);

    await items().first().click();
    await page.getByRole('heading', { name: 'Your sign-in code' }).waitFor();
    expect(await items().first().isVisible()).toBe(false);
    await page.goBack();
    await items().first().waitFor();
    await items().first().click();
    await page.getByRole('link', { name: 'All messages' }).click();

    await items().first().waitFor();
  });

  test('shows a mail that has no subject and no design', async () => {
    const { page, stack } = on();
    stack.inbox.add(mail('bare', { subject: null, html: null, text: '482913 is your code' }));
    await page.goto(`${stack.web}/inbox#bare`);

    await page.getByRole('heading', { name: '(no subject)' }).waitFor();
    expect(await page.locator('pre').textContent()).toBe('482913 is your code');
  });

  test('keeps the reader and the focus where they are when another mail arrives', async () => {
    const { page, stack } = on();
    stack.inbox.add(mail('one', { subject: 'First' }));
    await page.goto(`${stack.web}/inbox`);
    await items().first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'First' }).waitFor();
    await items().first().focus();

    stack.inbox.add(mail('two', { subject: 'Second' }));
    await items().nth(1).waitFor();

    expect(await page.getByRole('heading', { name: 'First' }).isVisible()).toBe(true);
    expect(await page.evaluate(() => (document.activeElement as HTMLAnchorElement).hash)).toBe('#one');
    expect(await page.locator('[aria-current]').textContent()).toContain('First');
  });

  test('links to the sign-in page and back', async () => {
    const { page, stack } = on();
    await page.goto(`${stack.web}/inbox`);

    await page.getByRole('link', { name: 'Sign-in page', exact: true }).click();
    await page.getByRole('link', { name: 'inbox' }).click();

    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  });
});
