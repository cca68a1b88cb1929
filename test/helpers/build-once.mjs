// Jest's global set-up of the deploy suite: what several of its files need built, before any of them could meet another
// one that builds it. What is built stays: a stale one is as good for them.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

export default () => {
  if (existsSync(path('web/dist/integrity.json'))) return;
  execFileSync(process.execPath, [path('infra/build/web-main.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
};
