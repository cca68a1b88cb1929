import { runTypeScript } from './type-script.ts';

/** For browsers alone: a type of Node's in here is a mistake. */
const options = {
  target: 'es2024',
  module: 'nodenext',
  lib: 'es2025,dom,dom.iterable',
  types: '',
} as const;

/**
 * Writes the types of modules for browsers, and of all that they import.
 * @param entries paths below the repository's root
 * @param folder where they go, with the folders that `web/` has
 * @throws {Error} with what the compiler said of the sources
 */
export const emitWebTypes = (entries: readonly string[], folder: string): Promise<void> =>
  runTypeScript([
    ...['--ignoreConfig', '--declaration', '--emitDeclarationOnly', '--rootDir', 'web', '--outDir', folder],
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ...['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--allowImportingTsExtensions'],
    ...entries,
  ]);
