import { readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type Loader } from 'esbuild';
import { browserTargets, buildWidget, shorten } from '../../infra/build/web-widget.ts';

/** What a browser gets of one way to sign in. */
export type Bundle = {
  readonly name: string;
  readonly script: Uint8Array;
  /** Null where the script brings its styles along, or has none. */
  readonly styles: Uint8Array | null;
};

/** Bytes of a bundle, scripts and styles together. */
export type Sizes = { readonly minified: number; readonly gzip: number; readonly brotli: number };

const root = new URL('../../', import.meta.url).pathname;

/** The page of a peer names its pool as ours does; nobody answers there, and a first screen asks nobody. */
const pool = "{ userPoolId: 'us-east-1_AbCdEf123', userPoolClientId: '3n4b5urk1ft4fl3mg5e62d9ado' }";

const peers = {
  'aws-amplify, auth only': `import { Amplify } from 'aws-amplify';
    import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
    globalThis.peer = { Amplify, confirmSignIn, fetchAuthSession, signIn, signOut };`,
  'Amplify UI Authenticator': `import { Amplify } from 'aws-amplify';
    import { Authenticator } from '@aws-amplify/ui-react';
    import '@aws-amplify/ui-react/styles.css';
    import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    Amplify.configure({ Auth: { Cognito: ${pool} } });
    createRoot(document.querySelector('main')).render(createElement(Authenticator));`,
  'amazon-cognito-identity-js': "import * as peer from 'amazon-cognito-identity-js'; globalThis.peer = peer;",
  'Hanko elements': "import { register } from '@teamhanko/hanko-elements'; globalThis.peer = register;",
  'passwordless-auth, magic link': `import { Passwordless } from 'amazon-cognito-passwordless-auth';
    import { requestSignInLink, signInWithLink } from 'amazon-cognito-passwordless-auth/magic-link';
    import { signOut } from 'amazon-cognito-passwordless-auth/common';
    globalThis.peer = { Passwordless, requestSignInLink, signInWithLink, signOut };`,
} as const;

/** The name of a peer. */
export type PeerName = keyof typeof peers;

/** Every peer, in the order of the report. */
export const peerNames = Object.keys(peers) as readonly PeerName[];

/** Builds a peer as the widget is built. @throws esbuild's own error where its package has changed */
export const bundlePeer = async (name: PeerName): Promise<Bundle> => {
  const { outputFiles } = await build({
    stdin: { contents: peers[name], resolveDir: root },
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
  const find = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? null;
  return { name, script: await shorten(find('.js') ?? new Uint8Array()), styles: find('.css') };
};

/** The widget and the headless client as they are published. */
export const ownBundles = async (): Promise<{ readonly widget: Bundle; readonly client: Bundle }> => {
  const files = await buildWidget();
  const own = (name: string, file: string) => ({ name, script: files.get(file) ?? new Uint8Array(), styles: null });
  return { widget: own('Doorcode widget', 'doorcode.js'), client: own('Doorcode headless client', 'client.js') };
};

/** What a bundle weighs, minified and as a server compresses it. */
export const sizesOf = ({ script, styles }: Bundle): Sizes => {
  const files = styles === null ? [script] : [script, styles];
  const sum = (measure: (file: Uint8Array) => number) => files.reduce((total, file) => total + measure(file), 0);
  return {
    minified: sum((file) => file.length),
    gzip: sum((file) => gzipSync(file, { level: 9 }).length),
    brotli: sum((file) => brotliCompressSync(file).length),
  };
};

/** The version of an installed package. */
export const versionOf = async (name: string): Promise<string> => {
  const { version } = JSON.parse(await readFile(`${root}node_modules/${name}/package.json`, 'utf8')) as {
    readonly version: string;
  };
  return version;
};
