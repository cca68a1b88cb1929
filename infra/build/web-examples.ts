import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { browserTargets, cssAsText } from './web-widget.ts';

/** The example pages, `index` first. */
export const exampleNames = ['index', 'plain', 'existing-site', 'react', 'amplify', 'api'] as const;

export type ExampleName = (typeof exampleNames)[number];

/** The pages as templates with `{{name}}` in them, and what they load by path below `/examples/`. */
export type Examples = {
  readonly html: Readonly<Record<ExampleName, string>>;
  readonly assets: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
};

const sources = fileURLToPath(new URL('../../web/examples/', import.meta.url));
const scripts = ['react/main.jsx', 'amplify/main.js', 'api/main.js'] as const;
const sheets = ['examples.css', 'existing-site/site.css'] as const;

/** Bundles the examples as a site of one's own would: packages from npm, style sheets as files. */
export const buildExamples = async (): Promise<Examples> => {
  const { outputFiles } = await build({
    absWorkingDir: sources,
    entryPoints: [...scripts],
    outbase: sources,
    outdir: '/examples',
    bundle: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    target: browserTargets,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [cssAsText],
    legalComments: 'none',
    write: false,
  });
  const read = async (path: string) => [path, new Uint8Array(await readFile(sources + path))] as const;
  const html = await Promise.all(
    exampleNames.map(async (name) => {
      const path = name === 'index' ? 'index.html' : `${name}/index.html`;
      return [name, await readFile(sources + path, 'utf8')] as const;
    }),
  );
  return {
    html: Object.fromEntries(html) as Record<ExampleName, string>,
    assets: new Map([
      ...outputFiles.map(
        ({ path, contents }) => [path.replace(/^.*?\/examples\//, ''), new Uint8Array(contents)] as const,
      ),
      ...(await Promise.all(sheets.map(read))),
    ]),
  };
};
