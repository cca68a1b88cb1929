import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundleFunction } from './bundle.ts';
import { packageRoot } from './package-root.ts';

/** The functions of a deployment, by the name of their folder, and the sources that they are built from. */
export const functionEntries = {
  triggers: 'index.ts',
  'pre-sign-up': 'pre-sign-up.ts',
  define: 'define.ts',
  create: 'create.ts',
  verify: 'verify.ts',
  'post-authentication': 'post-authentication.ts',
  account: 'account.ts',
  'delivery-events': 'delivery-events.ts',
} as const;

export type FunctionName = keyof typeof functionEntries;

/** With every channel, or with email alone. */
export const flavours = ['full', 'email'] as const;

export type Flavour = (typeof flavours)[number];

/** Where the built functions are, in the repository and in the package: `<flavour>/<name>/index.mjs`. */
export const builtFunctions = join(packageRoot, 'dist', 'functions');

/** Bytes that the zip archive of the one function for all triggers may have. */
export const zipGoals = { full: 190_000, email: 120_000 } as const satisfies Record<Flavour, number>;

/** Builds one function from its source, which the package has not, into `<directory>/<flavour>/<name>`. */
export const buildFunction = (name: FunctionName, flavour: Flavour, directory = builtFunctions): Promise<Bundle> =>
  bundleFunction({
    entry: fileURLToPath(new URL(`../../functions/${functionEntries[name]}`, import.meta.url)),
    directory: join(directory, flavour, name),
    isEmailAlone: flavour === 'email',
  });

/** Builds every function in both flavours, each in its place; what else is in the folder is removed. */
export const buildFunctions = async (directory = builtFunctions): Promise<ReadonlyMap<string, Bundle>> => {
  const names = Object.keys(functionEntries) as FunctionName[];
  const wanted = flavours.flatMap((flavour) => names.map((name) => [flavour, name] as const));
  const built = wanted.map(
    async ([flavour, name]) => [`${flavour}/${name}`, await buildFunction(name, flavour, directory)] as const,
  );
  const bundles = new Map(await Promise.all(built));
  await keepOnly(directory, flavours);
  await Promise.all(flavours.map((flavour) => keepOnly(join(directory, flavour), names)));
  return bundles;
};

/** A function that has another name by now would go into the package for good. */
const keepOnly = async (directory: string, names: readonly string[]): Promise<void> => {
  const others = (await readdir(directory)).filter((name) => !names.includes(name));
  await Promise.all(others.map((name) => rm(join(directory, name), { recursive: true, force: true })));
};
