import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rootAbove = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));

/** The folder of Doorcode's `package.json`: the repository's, or that of the installed package, where this file lies deeper. */
export const packageRoot = rootAbove(dirname(fileURLToPath(import.meta.url)));
