import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { anchorsOf, linksOf } from '../../docs/markdown.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

type Packed = { readonly files: readonly { readonly path: string }[] };

let packed: readonly string[];

beforeAll(async () => {
  const list = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', list, { cwd: root });
  const [tarball] = JSON.parse(stdout) as readonly Packed[];
  packed = tarball?.files.map(({ path }) => path) ?? [];
});

const isBroken = async (page: string, target: string): Promise<boolean> => {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!packed.includes(file)) return true;
  return anchor !== undefined && !anchorsOf(await read(file)).includes(anchor);
};

describe('the pages in the tarball', () => {
  test('link to nothing that is not in it too', async () => {
    const pages = packed.filter((path) => path.endsWith('.md'));

    const links = await Promise.all(
      pages.map(async (page) => linksOf(await read(page)).map((target) => ({ page, target }))),
    );
    const relative = links.flat().filter(({ target }) => !/^(?:https?|mailto):/.test(target));
    const broken = await Promise.all(
      relative.map(async ({ page, target }) => ((await isBroken(page, target)) ? [`${page}: ${target}`] : [])),
    );

    expect(broken.flat()).toEqual([]);
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'docs/security-model.md']));
    expect(relative.length).toBeGreaterThan(50);
  });
});

type Entry = {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly engines?: { readonly node?: string };
};

/** The major version from which a range such as `>=20.0.0` takes every later one. */
const takesAllFrom = (range: string): number => {
  const [, major] = /^>=\s?(\d+)(?:\.0)*$/.exec(range) ?? [];
  const [, above] = /^>=\s?(\d+)\.[\d.]+$/.exec(range) ?? [];
  if (major !== undefined) return Number(major);
  return above === undefined ? Number.POSITIVE_INFINITY : Number(above) + 1;
};

describe('the Node that the package promises', () => {
  test.each([
    ['>=20', 20],
    ['>= 20.0.0', 20],
    ['>=16.9.0', 17],
    ['>=22.12.0', 23],
    ['^22.0.0', Number.POSITIVE_INFINITY],
  ])('reads %s as every version from %d on', (range, from) => {
    expect(takesAllFrom(range)).toBe(from);
  });

  test('runs all that is installed with it', async () => {
    const { engines } = JSON.parse(await read('package.json')) as { readonly engines: { readonly node: string } };
    const lock = JSON.parse(await read('package-lock.json')) as { readonly packages: Readonly<Record<string, Entry>> };
    const installed = Object.entries(lock.packages).filter(
      ([, { dev, devOptional, optional }]) => !(dev || devOptional || optional),
    );

    const newer = installed
      .filter(([, { engines: needs }]) => takesAllFrom(needs?.node ?? '>=0') > takesAllFrom(engines.node))
      .map(([path, { engines: needs }]) => `${path} needs Node ${needs?.node}`);

    expect(newer).toEqual([]);
    expect(installed.length).toBeGreaterThan(20);
  });
});
