import { createRequire } from 'node:module';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type Loader } from 'esbuild';
import { browserTargets, buildWidget } from '../../infra/build/web-widget.ts';

/** `npm run bench:widget`: what sign-in weighs in a browser, ours and that of others, built by the same esbuild in this run. */
const root = new URL('../../', import.meta.url).pathname;
const peers: readonly (readonly [name: string, source: string])[] = [
  [
    'aws-amplify, auth only',
    `import { Amplify } from 'aws-amplify';
     import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
     globalThis.peer = { Amplify, confirmSignIn, fetchAuthSession, signIn, signOut };`,
  ],
  [
    'Amplify UI Authenticator',
    `import { Authenticator } from '@aws-amplify/ui-react';
     import '@aws-amplify/ui-react/styles.css';
     import { createElement } from 'react';
     import { createRoot } from 'react-dom/client';
     createRoot(document.body).render(createElement(Authenticator));`,
  ],
  ['amazon-cognito-identity-js', "import * as peer from 'amazon-cognito-identity-js'; globalThis.peer = peer;"],
  ['Hanko elements', "import { register } from '@teamhanko/hanko-elements'; globalThis.peer = register;"],
  [
    'passwordless-auth, magic link',
    "import { Passwordless } from 'amazon-cognito-passwordless-auth'; import { requestSignInLink, signInWithLink } from 'amazon-cognito-passwordless-auth/magic-link'; import { signOut } from 'amazon-cognito-passwordless-auth/common'; globalThis.peer = { Passwordless, requestSignInLink, signInWithLink, signOut };",
  ],
];

const bundle = async (source: string): Promise<number[]> => {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: browserTargets,
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: Object.fromEntries(['.woff', '.woff2', '.svg', '.png'].map((end) => [end, 'empty' as Loader])),
    legalComments: 'none',
    logLevel: 'error',
    outdir: '/out',
    write: false,
  });
  return sizes(outputFiles.map(({ contents }) => contents));
};

const sizes = (files: readonly Uint8Array[]): number[] => {
  const sum = (measure: (file: Uint8Array) => number) => files.reduce((total, file) => total + measure(file), 0);
  return [
    sum((file) => file.length),
    sum((file) => gzipSync(file, { level: 9 }).length),
    sum((file) => brotliCompressSync(file).length),
  ];
};

const version = (name: string): string => {
  const { version: found } = createRequire(import.meta.url)(`${root}node_modules/${name}/package.json`);
  return String(found);
};

const files = await buildWidget();
const own = (name: string) => sizes([files.get(name) ?? new Uint8Array()]);
const rows: [string, number[]][] = [
  ['Doorcode widget', own('doorcode.js')],
  ['Doorcode headless client', own('client.js')],
];
for (const [name, source] of peers) rows.push([name, await bundle(source)]);

const kilobytes = (bytes = 0) => (bytes / 1_000).toFixed(1).padStart(9);
console.log(`esbuild ${version('esbuild')}; JavaScript and style sheets, minified; KB\n`);
console.log(`${''.padEnd(30)}      min       gz       br`);
for (const [name, all] of rows) console.log(`${name.padEnd(30)}${all.map(kilobytes).join('')}`);

const goals: readonly (readonly [string, number])[] = [
  ['doorcode.js', 8_000],
  ['client.js', 4_000],
];
for (const [name, goal] of goals) {
  const bytes = own(name)[2] ?? 0;
  if (bytes > goal) console.log(`\n${name} has ${bytes} bytes as brotli: its goal is ${goal}`);
}
