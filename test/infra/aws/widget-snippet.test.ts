import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NotBuiltError } from '../../../infra/aws/not-built-error.ts';
import { webFilesFrom, widgetFile, widgetSnippet } from '../../../infra/aws/widget-snippet.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'doorcode-web-'));
  await mkdir(join(root, 'web/dist'), { recursive: true });
  await writeFile(join(root, 'package.json'), JSON.stringify({ version: '1.2.3' }));
});
afterAll(() => rm(root, { recursive: true }));

const built = (digests: object) => writeFile(join(root, 'web/dist/integrity.json'), JSON.stringify(digests));
const settings = { region: 'eu-west-1', clientId: 'abc', channels: ['email', 'sms'], host: null };

describe('the web files', () => {
  test.each([
    ['/clone', '/clone', 'web/dist'],
    ['/app', '/app/node_modules/doorcode', 'node_modules/doorcode/web/dist'],
    ['/app/infra', '/app/node_modules/doorcode', '../node_modules/doorcode/web/dist'],
  ])('are named from %s, with the package in %s, as %s', (from, packageFolder, path) => {
    expect(webFilesFrom(from, packageFolder)).toBe(path);
  });
});

describe('the snippet', () => {
  test('names the widget by its version and its digest', async () => {
    await built({ 'doorcode.js': 'sha384-x', 'doorcode-1.2.3.js': 'sha384-y' });

    const file = widgetFile(root);

    expect(widgetSnippet(settings, file)).toBe(
      '<script type="module" src="/doorcode-1.2.3.js" integrity="sha384-y" crossorigin="anonymous"></script>\n' +
        '<doorcode-sign-in region="eu-west-1" client-id="abc" channels="email,sms"></doorcode-sign-in>',
    );
    expect(widgetSnippet({ ...settings, host: 'web.example' }, file)).toContain(
      'src="https://web.example/doorcode-1.2.3.js"',
    );
  });

  test('is not made of a widget of another version: that is not the one that is uploaded', async () => {
    await built({ 'doorcode.js': 'sha384-x', 'doorcode-1.2.2.js': 'sha384-y' });

    expect(() => widgetFile(root)).toThrow(
      new NotBuiltError('the widget doorcode-1.2.3.js is not in web/dist: run npm run build:web'),
    );
  });

  test('is not made of nothing', async () => {
    await rm(join(root, 'web/dist/integrity.json'), { force: true });

    expect(() => widgetFile(root)).toThrow(/run npm run build:web/);
  });
});
