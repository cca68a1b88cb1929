import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { exampleNames } from '../../../infra/build/web-examples.ts';

const root = new URL('../../../', import.meta.url);
const sourceOf = (name: string): string =>
  readFileSync(new URL(`web/examples/${name === 'index' ? '' : `${name}/`}index.html`, root), 'utf8');

describe('every page of the examples', () => {
  // Without one browsers ask for /favicon.ico, which no stack has, and complain in the console.
  test.each(exampleNames)('%s names an icon that the stack has', (name) => {
    const icon = /<link rel="icon" href="\/assets\/([\w-]+\.svg)" type="image\/svg\+xml">/.exec(sourceOf(name))?.[1];

    expect(icon).toBeDefined();
    expect(existsSync(new URL(`web/pages/${icon}`, root))).toBe(true);
  });

  test.each(exampleNames)('%s leads to the inbox, where its codes arrive', (name) => {
    expect(sourceOf(name)).toContain('href="/inbox"');
  });
});
