import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, transform } from 'esbuild';
import { minify } from 'terser';

/** The files of the widget and the headless client, by name below `web/dist/`. */
export type WidgetFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const sources = fileURLToPath(new URL('../../web/', import.meta.url));

/** Browsers of the last three years or so. */
export const browserTargets = ['chrome111', 'firefox113', 'safari16.4'];

/** Subresource integrity (SRI) of a file. */
export const integrityOf = (body: Uint8Array): string => `sha384-${createHash('sha384').update(body).digest('base64')}`;

/** Leaves the sentences of the errors to the documentation: their codes are what programs read, and people see the widget's. */
export const terseErrors: Plugin = {
  name: 'terse-errors',
  setup({ onLoad }) {
    onLoad({ filter: /error-meanings\.ts$/ }, () => ({ contents: 'export const meanings = {};', loader: 'js' }));
  },
};

/** Hands a style sheet to the program as minified text, for `adoptedStyleSheets`: no policy forbids that. */
export const cssAsText: Plugin = {
  name: 'css-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const { code } = await transform(source, { loader: 'css', minify: true, target: browserTargets });
      return { contents: `export const css = ${JSON.stringify(code.trim())};`, loader: 'js' };
    });
  },
};

/**
 * Shortens a minified module further than esbuild does, by some percent: functions that are called once are put where
 * they are called. It takes as truths that no arrow function is made with `new`, and that reading a property does nothing.
 */
export const shorten = async (script: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
  const { code = '' } = await minify(new TextDecoder().decode(script), {
    module: true,
    ecma: 2020,
    compress: { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
  });
  return new Uint8Array(Buffer.from(code));
};

/** Every language but English, which the widget has within: minified, named by its content, so that it may be kept for good. */
const buildLocales = async () => {
  const folder = `${sources}widget/locales/`;
  const files = await Promise.all(
    (await readdir(folder)).sort().map(async (file) => {
      const language = file.replace('.json', '');
      const body = new Uint8Array(
        Buffer.from(JSON.stringify(JSON.parse(await readFile(`${folder}${file}`, 'utf8')) as object)),
      );
      const hash = createHash('sha256').update(body).digest();
      const name = `locales/${language}-${hash.toString('hex').slice(0, 8)}.json`;
      // Within the widget every byte of a digest counts: this one is as good, and shorter than the scripts' own.
      return { language, name, body, integrity: `sha256-${hash.toString('base64')}` };
    }),
  );
  const table = Object.fromEntries(files.map(({ language, name, integrity }) => [language, [`./${name}`, integrity]]));
  return { files, table };
};

const bundle = async (entry: string, define: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> => {
  const { outputFiles } = await build({
    absWorkingDir: sources,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: browserTargets,
    define: { ...define },
    plugins: [cssAsText, terseErrors],
    legalComments: 'none',
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  return shorten(file.contents);
};

/** Bundles the widget and the headless client, each into one module, and the languages beside them. */
export const buildWidget = async (): Promise<WidgetFiles> => {
  const { files, table } = await buildLocales();
  const [widget, client] = await Promise.all([
    bundle('widget/define.ts', { DOORCODE_LOCALES: JSON.stringify(table) }),
    bundle('client/entry.ts', {}),
  ]);
  return new Map([
    ['doorcode.js', widget],
    ['client.js', client],
    ...files.map(({ name, body }) => [name, body] as const),
  ]);
};
