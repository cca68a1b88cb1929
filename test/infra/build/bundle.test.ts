import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleFunction } from '../../../infra/build/bundle.ts';
import { buildFunctions, flavours, functionEntries } from '../../../infra/build/functions.ts';

let home: string;
let entry: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'doorcode-bundle-'));
  entry = join(home, 'entry.mjs');
});
afterAll(() => rm(home, { recursive: true }));

const bundle = async (says: string) => {
  await writeFile(join(home, 'late.mjs'), `export const says = ${JSON.stringify(says)};`);
  await writeFile(entry, `export const handler = async () => (await import('./late.mjs')).says + ${says.length};`);
  return bundleFunction({ entry, directory: join(home, 'built') });
};

describe('a folder that is built again', () => {
  test('holds the new function and nothing of the old one', async () => {
    await bundle('old');
    await writeFile(join(home, 'built', 'chunk-OLD.mjs'), '');

    const { directory } = await bundle('new');

    const [index, late = '', ...others] = await readdir(directory);
    expect([index, ...others]).toEqual(['index.mjs']);
    expect(await readFile(join(directory, late), 'utf8')).toContain('"new"');
    expect(await readdir(home)).toEqual(['built', 'entry.mjs', 'late.mjs']);
  });

  test('is never without a whole function, for whoever synthesises meanwhile', async () => {
    const { directory } = await bundle('first');
    let isBuilding = true;
    const building = bundle('second').finally(() => {
      isBuilding = false;
    });

    let looks = 0;
    while (isBuilding) {
      const [, late = ''] = /import\("([^"]+)"\)/.exec(readFileSync(join(directory, 'index.mjs'), 'utf8')) ?? [];
      if (!existsSync(join(directory, late))) throw new Error(`${late} was gone while the function was built`);
      looks += 1;
      await turn();
    }

    await building;
    expect(looks).toBeGreaterThan(1);
  });
});

describe('a build of every function', () => {
  test('leaves nothing of a function that has another name by now', async () => {
    const place = join(home, 'functions');
    await mkdir(join(place, 'email', 'trigger'), { recursive: true });
    await mkdir(join(place, 'light'));

    await buildFunctions(place);

    expect((await readdir(place)).sort()).toEqual([...flavours].sort());
    for (const flavour of flavours) {
      expect((await readdir(join(place, flavour))).sort()).toEqual(Object.keys(functionEntries).sort());
    }
  }, 30_000);
});
