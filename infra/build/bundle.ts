import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputFile } from 'esbuild';
import { builtinModules, emailAlone, slimSchemas, unreachableModules } from './lambda-plugins.ts';
import { type ZipEntry, zipBytes } from './zip-bytes.ts';

export type BundleOptions = {
  /** The module that exports `handler`, from the current folder. */
  readonly entry: string;
  /** A folder that is empty or that this has filled before, from the current one: what else is in it is removed. */
  readonly directory: string;
  /** True leaves out every provider but SES, and all that only numbers need. @default false */
  readonly isEmailAlone?: boolean;
};

export type Bundle = {
  readonly directory: string;
  /** Bytes of the files as a zip archive holds them. */
  readonly zipBytes: number;
  /** Bytes of what a start loads: the entry and what it imports at once. */
  readonly startBytes: number;
  /** The npm packages in it. */
  readonly packages: readonly string[];
};

/** Where a module of ours stands beside this one: a source here, built in the package. */
const beside = (name: string): string =>
  fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url));

/** Loaded only here, so that whoever deploys the functions as they are built needs no bundler. */
const loadEsbuild = async (): Promise<typeof import('esbuild')> => {
  try {
    return await import('esbuild');
  } catch (cause) {
    throw new Error('esbuild is not installed, and bundling needs it: npm install --save-dev esbuild', { cause });
  }
};

/**
 * Bundles one Lambda function for Node 24 into a folder that is ready to be its code: `index.mjs` and its chunks, the
 * SDK included. What is imported late stays a chunk of its own, so that a start loads what it uses.
 * @throws esbuild's own error on bad sources
 * @throws {Error} where esbuild is not installed
 */
export const bundleFunction = async (options: BundleOptions): Promise<Bundle> => {
  const { entry, isEmailAlone = false } = options;
  // esbuild would put it below the folder that it works in, which is ours and not the caller's.
  const directory = resolve(options.directory);
  const { build } = await loadEsbuild();
  const { metafile, outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
    entryPoints: [{ in: resolve(entry), out: 'index' }],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    charset: 'utf8',
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The ES builds of packages: what is not used of them can be left out.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    alias: {
      '@aws-sdk/credential-provider-node': beside('environment-credentials'),
    },
    plugins: [builtinModules, slimSchemas, unreachableModules, ...(isEmailAlone ? [emailAlone] : [])],
    metafile: true,
    write: false,
  });
  await fill(directory, outputFiles);
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const start = new Set<string>(['index.mjs']);
  for (const name of start) {
    const imports = outputs.get(name)?.imports ?? [];
    for (const { kind, path } of imports) if (kind === 'import-statement') start.add(basename(path));
  }
  return {
    directory,
    zipBytes: zipBytes(
      outputFiles.map(({ path, contents }): ZipEntry => ({ name: relative(directory, path), contents })),
    ),
    startBytes: [...start].reduce((sum, name) => sum + (outputs.get(name)?.bytes ?? 0), 0),
    packages: packagesOf(Object.keys(metafile.inputs)),
  };
};

/** Each file is put in its place whole, so that a synthesis meanwhile finds the function as it was or as it is. */
const fill = async (directory: string, files: readonly OutputFile[]): Promise<void> => {
  await mkdir(directory, { recursive: true });
  const making = await mkdtemp(`${directory}-`);
  // What an entry imports is there before the entry is: chunks are named by their contents.
  const inOrder = files.toSorted((one, other) => Number(isEntry(one)) - Number(isEntry(other)));
  try {
    for (const [at, { path, contents }] of inOrder.entries()) {
      const made = join(making, String(at));
      await writeFile(made, contents);
      await mkdir(dirname(path), { recursive: true });
      await rename(made, path);
    }
  } finally {
    await rm(making, { recursive: true });
  }
  const wanted = new Set(files.map(({ path }) => path));
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const old = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  await Promise.all(old.filter((path) => !wanted.has(path)).map((path) => rm(path, { force: true })));
};

const isEntry = ({ path }: OutputFile): boolean => basename(path) === 'index.mjs';

const packagesOf = (inputs: readonly string[]): readonly string[] => {
  const names = inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
};
