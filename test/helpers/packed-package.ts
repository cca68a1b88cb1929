import { type ExecFileException, execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a clean clone has not, and what no package is made of. */
const LEFT_OUT = /^(?:\.git|node_modules|dist|web\/dist|test|coverage|cdk\.out)(?:\/|$)/;

/** Nothing of this person's: no credentials, no region, and every host but this machine out of reach. */
const offline = (home: string): Record<string, string> => ({
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  HOME: home,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
  NPM_CONFIG_OFFLINE: 'true',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
});

export type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** An app's folder, outside the repository, in which the packed package is installed. */
export type Consumer = {
  readonly folder: string;
  /** The installed package. */
  readonly doorcode: string;
  /** The clone that it was packed in. */
  readonly clone: string;
  /** Its files, by their paths in it. */
  readonly files: readonly string[];
  /** Runs a command in the folder, offline and without credentials. */
  run(command: string, ...args: readonly string[]): Promise<Ended>;
  /** Runs a script that an npm package of the repository has as its command. */
  runTool(path: string, ...args: readonly string[]): Promise<Ended>;
};

/**
 * Packs the package with `npm pack` in a copy of the repository that nothing has been built in, and installs it in an
 * app of its own. npm would want the registry for the dependencies: in its place those that the package says it needs,
 * and no others, are linked from the repository, so that one that it does not say is not found.
 * @param home an empty folder
 * @param installed packages that the app has besides
 */
export const installPacked = async (home: string, installed: readonly string[]): Promise<Consumer> => {
  const env = offline(home);
  const clone = join(home, 'clone');
  const folder = join(home, 'app');
  const doorcode = join(folder, 'node_modules', 'doorcode');
  const runIn = async (cwd: string, command: string, args: readonly string[]): Promise<Ended> => {
    try {
      return { status: 0, ...(await promisify(execFile)(command, [...args], { cwd, env })) };
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as ExecFileException;
      if (typeof code !== 'number') throw error;
      return { status: code, stdout, stderr };
    }
  };
  const must = async (...[cwd, command, args]: Parameters<typeof runIn>): Promise<void> => {
    const { status, stdout, stderr } = await runIn(cwd, command, args);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  };

  await cp(root, clone, { recursive: true, filter: (path) => !LEFT_OUT.test(relative(root, path)) });
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
  await must(clone, 'npm', ['pack', '--pack-destination', home]);

  await mkdir(doorcode, { recursive: true });
  const { name, version, ...needs } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  await must(home, 'tar', ['-xzf', `${name}-${version}.tgz`, '--strip-components=1', '-C', doorcode]);
  await linkAll(folder, [...Object.keys(needs.dependencies), ...Object.keys(needs.peerDependencies), ...installed]);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  return {
    folder,
    doorcode,
    clone,
    files: await filesOf(doorcode),
    run: (command, ...args) => runIn(folder, command, args),
    runTool: (path, ...args) => runIn(folder, process.execPath, [join(root, 'node_modules', path), ...args]),
  };
};

/**
 * Installs the package of another app in one that has none of its peers, as who wants the command alone does.
 * @returns the installed package
 */
export const installWithoutPeers = async (home: string, { doorcode }: Consumer): Promise<string> => {
  const folder = join(home, 'bare');
  const installed = join(folder, 'node_modules', 'doorcode');
  await cp(doorcode, installed, { recursive: true });
  const { dependencies } = JSON.parse(await readFile(join(doorcode, 'package.json'), 'utf8')) as Manifest;
  await linkAll(folder, Object.keys(dependencies));
  return installed;
};

const linkAll = async (folder: string, packages: readonly string[]): Promise<void> => {
  for (const one of packages) {
    const link = join(folder, 'node_modules', one);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', one), link);
  }
};

/** The part of `package.json` that an installation goes by. */
export type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
};

const filesOf = async (folder: string): Promise<readonly string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)).replaceAll('\\', '/'))
    .sort();
};
