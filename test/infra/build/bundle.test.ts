import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleFunction } from '../../../infra/build/bundle.ts';

let home: string;
let entry: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'doorcode-bundle-'));
  entry = join(home, 'entry.mjs');
});
afterAll(() => rm(home, { recursive: true }));

const bundle = async (says: string) => {
  await writeFile(entry, `export const handler = async () => ${JSON.stringify(says)};`);
  return bundleFunction({ entry, directory: join(home, 'built') });
};

describe('a folder that is built again', () => {
  test('holds the new function and nothing of the old one', async () => {
    await bundle('old');
    await writeFile(join(home, 'built', 'chunk-OLD.mjs'), '');

    const { directory } = await bundle('new');

    expect(await readdir(directory)).toEqual(['index.mjs']);
    expect(await readFile(join(directory, 'index.mjs'), 'utf8')).toContain('"new"');
    expect(await readdir(home)).toEqual(['built', 'entry.mjs']);
  });

  test('is never without a whole function, for whoever synthesises meanwhile', async () => {
    const { directory } = await bundle('first');
    let isBuilding = true;
    const building = bundle('second').finally(() => {
      isBuilding = false;
    });

    let looks = 0;
    while (isBuilding) {
      if (!existsSync(join(directory, 'index.mjs'))) throw new Error('the function was gone while it was built');
      looks += 1;
      await turn();
    }

    await building;
    expect(looks).toBeGreaterThan(1);
  });
});
