import { readFile } from 'node:fs/promises';
import { builtinModules as builtins, isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** Error classes of the SDK that our sources tell apart by `instanceof`; all others are told apart by name. */
export const keptErrors: readonly string[] = ['ConditionalCheckFailedException', 'NotFoundException'];

/**
 * Takes Node's own modules by `process.getBuiltinModule`: an ES import of `node:http` fires a getter that loads undici
 * and fifty modules more. Source: https://github.com/nodejs/node/issues/59686
 */
export const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup(build) {
    // Narrow on purpose: esbuild asks this process about every import that the pattern takes.
    build.onResolve({ filter: new RegExp(`^(?:node:.*|${builtins.join('|')})$`) }, ({ path }) =>
      isBuiltin(path) ? { path: path.replace(/^node:/, ''), namespace: 'builtin' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${path}`)});`,
      loader: 'js',
    }));
  },
};

/**
 * Lets esbuild drop the operations of an SDK client that nobody calls. Its schemas hang together by keys that are
 * computed from constants, which a bundler must keep, and by errors that are registered though nobody looks for them:
 * an error that is not registered comes out under its name all the same.
 */
export const slimSchemas: Plugin = {
  name: 'slim-schemas',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk.client-[\w-]+.dist-es.schemas.schemas_0\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const constants = new Map(
        [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
      );
      const isPlainError = path.includes('client-sns') ? () => false : (name: string) => !keptErrors.includes(name);
      const contents = source
        .replace(/\[(_\w+)\]:/g, (whole, name: string) => (constants.has(name) ? `${constants.get(name)}:` : whole))
        .replace(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (whole, name: string) =>
          isPlainError(name) ? '' : whole,
        );
      return { contents, loader: 'js' };
    });
    build.onLoad({ filter: /@aws-sdk.client-[\w-]+.package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * What no call of ours can reach: the browsers' user agent, operations whose answers are event streams, and the cache
 * of endpoints that DynamoDB's clients discover, which they do not unless told to.
 */
export const unreachableModules: Plugin = {
  name: 'unreachable-modules',
  setup(build) {
    build.onResolve({ filter: /^(?:bowser|@smithy\/core\/event-streams)$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, namespace: 'unreachable' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'unreachable' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not part of this bundle`)});`,
      loader: 'js',
    }));
    build.onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'export class EndpointCache {}',
      loader: 'js',
    }));
  },
};

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A module of ours, as source or built: another's file that happens to be called `sns.js` is no business of ours. */
const isOurs = (path: string): boolean =>
  path.startsWith(root) && !path.slice(root.length).split(/[/\\]/).includes('node_modules');

/**
 * Leaves out what only text messages and notifications need: their providers, and the numbering plans of the world. A
 * deployment with email alone writes to no number, so it need not tell one from another.
 */
export const emailAlone: Plugin = {
  name: 'email-alone',
  setup(build) {
    build.onResolve(
      { filter: /^\.{1,2}\/(?:.*\/)?(?:sns|pinpoint)(?:-requests)?\.[jt]s$|^libphonenumber-js\/mobile$/ },
      ({ path, importer }) => (isOurs(importer) ? { path, namespace: 'email-alone' } : undefined),
    );
    build.onLoad({ filter: /.*/, namespace: 'email-alone' }, ({ path }) => ({
      contents: path.startsWith('.') ? refuseProvider : 'export const parsePhoneNumberFromString = () => undefined;',
      loader: 'js',
    }));
  },
};

const refuseProvider = `
const refuse = () => { throw new TypeError('this bundle sends email alone: deploy the one with every channel'); };
export { refuse as publishInput, refuse as sendMessagesInput, refuse as snsChannel, refuse as snsClient,
  refuse as pinpointChannel, refuse as pinpointClient };
`;
