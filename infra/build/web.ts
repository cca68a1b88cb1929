import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A file as a browser gets it. */
export type Asset = { readonly body: Uint8Array<ArrayBuffer>; readonly contentType: string };

/** The names of the pages. */
export type PageName = (typeof pageNames)[number];

/** The pages with everything they load, in memory. */
export type Pages = {
  /** By path, such as `/assets/sign-in-4F2K.js`. Every name changes with its content, so caches may keep them for good. */
  readonly assets: ReadonlyMap<string, Asset>;
  readonly html: Readonly<Record<PageName, string>>;
};

const pageNames = ['sign-in', 'inbox', 'dashboard', 'not-found'] as const;
/** What several pages have word for word: `<!-- part: head -->` in a page stands for `parts/head.html`. */
const partNames = ['head', 'wordmark'];
const sources = fileURLToPath(new URL('../../web/pages/', import.meta.url));

/** Bare names as the HTML files use them, and the files they are built from. */
const entryPoints = {
  'sign-in.js': 'sign-in/main.ts',
  'sign-in.css': 'sign-in/sign-in.css',
  'inbox.js': 'inbox/main.ts',
  'inbox.css': 'inbox/inbox.css',
  'dashboard.js': 'dashboard/main.ts',
  'dashboard.css': 'dashboard/dashboard.css',
  'not-found.css': 'not-found/not-found.css',
  'mark.svg': 'mark.svg',
} as const;

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Browsers of the last three years or so. */
const targets = ['chrome111', 'firefox113', 'safari16.4'];

/** Bundles the pages in one esbuild call, and points their HTML at the results. @throws esbuild's own error on bad sources */
export const buildPages = async (): Promise<Pages> => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: sources,
    entryPoints: Object.entries(entryPoints).map(([out, file]) => ({ in: file, out: out.replace(/\.\w+$/, '') })),
    entryNames: '[name]-[hash]',
    outdir: '/assets',
    bundle: true,
    splitting: true,
    chunkNames: '[name]-[hash]',
    minify: true,
    format: 'esm',
    target: targets,
    loader: { '.svg': 'copy' },
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  const contents = new Map(outputFiles.map(({ path, contents: body }) => [basename(path), body]));
  const names = new Map<string, string>();
  const assets = new Map<string, Asset>();
  for (const [path, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
    const source = entryPoint ?? Object.keys(inputs)[0];
    // A chunk is no page's own: what imports it knows its name.
    const bare = Object.entries(entryPoints).find(([, file]) => file === source)?.[0] ?? basename(path);
    const name = basename(path);
    const body = contents.get(name);
    if (body === undefined) throw new Error(`esbuild made ${path} from no known entry point`);
    names.set(bare, name);
    assets.set(`/assets/${name}`, {
      body: new Uint8Array(body),
      contentType: contentTypes[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
    });
  }
  const parts = await readParts();
  const html = await Promise.all(pageNames.map(async (page) => [page, await readPage(page, names, parts)] as const));
  return { assets, html: Object.fromEntries(html) as Record<PageName, string> };
};

const readParts = async (): Promise<ReadonlyMap<string, string>> => {
  const texts = await Promise.all(partNames.map((name) => readFile(`${sources}parts/${name}.html`, 'utf8')));
  return new Map(partNames.map((name, at) => [name, texts[at] ?? '']));
};

const readPage = async (
  page: PageName,
  names: ReadonlyMap<string, string>,
  parts: ReadonlyMap<string, string>,
): Promise<string> => {
  const source = await readFile(`${sources}${page}/index.html`, 'utf8');
  const whole = source.replace(/^ *<!-- part: ([\w-]+) -->\n/gm, (_, name: string) => {
    const part = parts.get(name);
    if (part === undefined)
      throw new Error(`web/pages/${page}/index.html asks for the part ${name}: there are ${partNames.join(', ')}`);
    return part;
  });
  return whole.replace(/\/assets\/([\w.-]+)/g, (_, bare: string) => {
    const name = names.get(bare);
    if (name === undefined)
      throw new Error(`web/pages/${page}/index.html refers to /assets/${bare}, which is not built`);
    return `/assets/${name}`;
  });
};
