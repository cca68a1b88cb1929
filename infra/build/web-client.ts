import { join } from 'node:path';
import { build } from 'esbuild';
import { packageRoot } from './package-root.ts';
import { browserTargets, terseErrors } from './web-widget.ts';

/**
 * Builds the headless clients as modules for the bundlers of others. Sign-in and account stay apart, so that a site
 * takes what it uses; names stay readable, since that site's bundler makes them short.
 * @param folder where they go: `package.js`, `entry.js`, `account.js` and what these share
 */
export const buildClientModules = async (folder: string): Promise<void> => {
  await build({
    absWorkingDir: join(packageRoot, 'web', 'client'),
    entryPoints: ['package.ts', 'entry.ts', 'account.ts', 'account-error.ts'],
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'shared-[hash]',
    format: 'esm',
    target: browserTargets,
    plugins: [terseErrors],
    legalComments: 'none',
  });
};
