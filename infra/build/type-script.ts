import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from './package-root.ts';

/**
 * Runs the TypeScript compiler in the repository's root: version 7 has no other way in.
 * @throws {Error} with what the compiler said of the sources
 */
export const runTypeScript = async (args: readonly string[]): Promise<void> => {
  const tsc = join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  try {
    await promisify(execFile)(process.execPath, [tsc, ...args], { cwd: packageRoot });
  } catch (cause) {
    const { stdout } = cause as { readonly stdout?: string };
    throw stdout ? new Error(`tsc ${args.join(' ')}\n${stdout}`) : cause;
  }
};
