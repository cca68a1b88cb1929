import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { commands } from '../build/commands.ts';
import { packageRoot } from '../build/package-root.ts';
import { NotBuiltError } from './not-built-error.ts';

/** What a page must say for people to sign in on it. Values may be tokens of CloudFormation. */
export type WidgetSettings = {
  readonly region: string;
  readonly clientId: string;
  /** The deployment's channels, in its order. */
  readonly channels: readonly string[];
  /** Where the web files are served from; null: by the site itself. */
  readonly host: string | null;
};

/** The widget under the name that changes with its version, and what a browser checks it by. */
export type WidgetFile = { readonly name: string; readonly integrity: string };

/** Where the built web files stand, below the folder of `package.json`. */
const WEB_FILES = 'web/dist';

/**
 * The folder of the built web files as a command names it.
 * @param from the folder that the command is run in: that of the app's `cdk.json`
 * @param root the folder of Doorcode's `package.json`
 */
export const webFilesFrom = (from = process.cwd(), root = packageRoot): string =>
  relative(from, join(root, WEB_FILES)).split(sep).join('/');

/**
 * The built widget: the very file that is uploaded is the one whose digest pages are told.
 * @param root the folder of Doorcode's `package.json`
 * @throws {NotBuiltError} where it has not been built, or is of another version
 */
export const widgetFile = (root = packageRoot): WidgetFile => {
  const { version } = readJson(join(root, 'package.json'));
  const name = `doorcode-${version}.js`;
  const digests = join(root, WEB_FILES, 'integrity.json');
  const integrity = existsSync(digests) ? readJson(digests)[name] : undefined;
  if (integrity !== undefined) return { name, integrity };
  throw new NotBuiltError(`the widget ${name} is not in ${WEB_FILES}: run ${commands.buildWeb}`);
};

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>;

/** The two elements to paste into a sign-in page: a file that is not the built one is not run. */
export const widgetSnippet = (
  { region, clientId, channels, host }: WidgetSettings,
  { name, integrity }: WidgetFile,
): string => {
  const source = host === null ? `/${name}` : `https://${host}/${name}`;
  return (
    `<script type="module" src="${source}" integrity="${integrity}" crossorigin="anonymous"></script>\n` +
    `<doorcode-sign-in region="${region}" client-id="${clientId}" channels="${channels.join(',')}"></doorcode-sign-in>`
  );
};
