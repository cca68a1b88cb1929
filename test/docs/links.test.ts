import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { anchorsOf, backticks, linksOf } from './markdown.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Folders of this repository: what begins with one of them, in backticks, is a path. */
/** What no clone has: builds make it. */
const MADE_BY_BUILDS = /^(?:web\/dist|dist|cdk\.out)(?:\/|$)/;
const FOLDERS = /^(?:channels|functions|infra|web|test|docs)\/[\w./-]*$/;

describe('every page', () => {
  test('is found', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/clients.md', 'docs/security-model.md']),
    );
  });

  test.each(pages)('%s links to pages and headings that exist', (page) => {
    const broken = linksOf(read(page))
      .filter((target) => !/^(?:https?|mailto):/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : normalize(join(dirname(page), path));
        if (relative(root, join(root, file)).startsWith('..') || !existsSync(join(root, file))) return true;
        return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
      });

    expect(broken).toEqual([]);
  });

  test.each(pages)('%s names, in backticks, only paths that exist', (page) => {
    const missing = backticks(read(page))
      .filter((text) => FOLDERS.test(text) && !MADE_BY_BUILDS.test(text))
      .filter((path) => !existsSync(join(root, path)));

    expect(missing).toEqual([]);
  });

  test.each(pages)('%s holds no path of one machine, and nothing left to do', (page) => {
    const text = read(page);

    expect(text).not.toMatch(/(?:^|[\s"'`(])\/(?:work|home|root|tmp|Users)\//m);
    expect(text).not.toMatch(/TODO|FIXME/);
  });
});

describe('decision records', () => {
  const records = readdirSync(join(root, 'docs/decisions')).filter((name) => name.endsWith('.md'));

  test('are numbered without gaps', () => {
    const numbers = records.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1])).sort((a, b) => a - b);

    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  test.each(records)('%s has a context, a decision and consequences', (name) => {
    const headings = [...read(join('docs/decisions', name)).matchAll(/^## (.+)$/gm)].map(([, text]) => text);

    expect(headings).toEqual(['Context', 'Decision', 'Consequences']);
  });
});

test('the pictures of the README are under 200 KB', () => {
  const pictures = readdirSync(join(root, 'docs/images')).map((name) => readFileSync(join(root, 'docs/images', name)));

  expect(pictures.length).toBeGreaterThan(0);
  for (const picture of pictures) expect(picture.byteLength).toBeLessThan(200 * 1_024);
});
