import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';
import { runTypeScript } from './type-script.ts';
import { buildClientModules } from './web-client.ts';
import { emitWebTypes } from './web-types.ts';

/**
 * `npm run build:package`: writes the package's modules and types to `dist/lib/`, in folders as the sources have them.
 * What else is in the package comes from `npm run build` and `npm run build:web`; `npm pack` runs all three.
 */
const lib = join(packageRoot, 'dist', 'lib');
await rm(lib, { recursive: true, force: true });
await runTypeScript(['--project', 'infra/build/tsconfig.package.json']);
// Not every installer makes it one that the system runs.
await chmod(join(lib, 'infra', 'cli', 'main.js'), 0o755);
await emitWebTypes(['web/client/package.ts'], 'dist/lib/web');
await buildClientModules(join(lib, 'web', 'client'));
