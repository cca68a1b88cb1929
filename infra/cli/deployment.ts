import { readFile } from 'node:fs/promises';
import { type Config, ConfigError, loadConfig, parseConfig } from '../../functions/runtime/config.ts';
import type { HmacKey } from '../../functions/sign-in/hmac-key.ts';
import type { Deadline } from '../../functions/sign-in/ports.ts';
import { kmsIndexKey } from '../../functions/store/kms-index-key.ts';
import { commands } from '../build/commands.ts';
import { CREDENTIALS } from '../local/deployment.ts';
import { CliError, UsageError } from './cli-error.ts';
import { type Clients, createClients } from './clients.ts';

/** Which deployment a command is about, as it was typed. */
export type Where = {
  readonly local?: string;
  readonly config?: string;
  readonly userPool?: string;
  readonly client?: string;
};

/** One deployment, as the operator's commands see it. */
export type Deployment = {
  readonly config: Config;
  readonly clients: Clients;
  /** Null where neither the configuration nor the command line names one. */
  readonly userPoolId: string | null;
  /** The app client that is named, if any. */
  readonly clientId: string | null;
  /** The web address of a local stack, null on AWS. */
  readonly local: string | null;
  /** The key that names destinations and unknown users. */
  indexKey(): Promise<HmacKey>;
  close(): void;
};

const OPERATION_MS = 20_000;

/** Time enough for one step of an operator's command. */
export const stepDeadline = (milliseconds = OPERATION_MS): Deadline => {
  const endsAt = performance.now() + milliseconds;
  const signal = AbortSignal.timeout(milliseconds);
  return { signal, remainingMs: () => Math.max(0, endsAt - performance.now()) };
};

/**
 * Opens the deployment that is meant: a local stack by its web address, else the one of a configuration file or of the
 * environment, in the account that the AWS environment names.
 * @throws {CliError} saying what is missing or wrong, and the cure
 */
export const openDeployment = async (
  where: Where,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Deployment> => (where.local === undefined ? openAws(where, env) : openLocal(where, where.local));

const openAws = async (where: Where, env: Readonly<Record<string, string | undefined>>): Promise<Deployment> => {
  checkEndpoints(env);
  const config =
    where.config === undefined ? configFromEnvironment(env) : configOf(where.config, await readJsonFile(where.config));
  const only = config.clientIds?.length === 1 ? config.clientIds[0] : undefined;
  return deploymentOf(config, createClients({}), {
    userPoolId: where.userPool ?? config.account?.userPoolId ?? null,
    clientId: where.client ?? only ?? null,
    local: null,
  });
};

const openLocal = async (where: Where, local: string): Promise<Deployment> => {
  if (!isWebAddress(local)) {
    throw new UsageError(
      `--local is ${JSON.stringify(local)}: it must begin with http://, as in http://127.0.0.1:3000`,
    );
  }
  const web = local.replace(/\/+$/, '');
  const [stack, config] = await Promise.all([
    readJson(`${web}/config.json`) as Promise<Readonly<Record<string, string>>>,
    readJson(`${web}/deployment.json`),
  ]);
  const { aws = '', dynamodb = '', cognito = '', region = '' } = stack;
  const clients = createClients({ region, credentials: CREDENTIALS, endpoints: { aws, dynamodb, cognito } });
  return deploymentOf(parseConfig(config), clients, {
    userPoolId: where.userPool ?? stack.userPoolId ?? null,
    clientId: where.client ?? stack.clientId ?? null,
    local: web,
  });
};

const isWebAddress = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);

/** Of an address that is none the SDK says neither where it stands nor what it is. @throws {UsageError} saying both */
export const checkEndpoints = (env: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, value = ''] of Object.entries(env)) {
    if (!name.startsWith('AWS_ENDPOINT_URL') || value === '' || isWebAddress(value)) continue;
    throw new UsageError(`${name} is ${JSON.stringify(value)}: it must begin with http:// or https://, or be unset`);
  }
};

const deploymentOf = (
  config: Config,
  clients: Clients,
  rest: Pick<Deployment, 'userPoolId' | 'clientId' | 'local'>,
): Deployment => ({
  config,
  clients,
  ...rest,
  indexKey: kmsIndexKey(config.keys.index, () => clients.kms()),
  close: () => clients.close(),
});

const readJson = async (url: string): Promise<unknown> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return await answer.json();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      `no local stack answers at ${url} (${why}): start one with ${commands.startLocal}, and give ` +
        '--local the address of its sign-in page',
      { cause },
    );
  }
};

const configFromEnvironment = (env: Readonly<Record<string, string | undefined>>): Config => {
  if (env.DOORCODE_CONFIG === undefined) {
    throw new UsageError(
      'no deployment is named: give --local http://127.0.0.1:3000 for a local stack, --config <file> with the ' +
        "functions' configuration, or the same JSON in DOORCODE_CONFIG",
    );
  }
  return withPlace('DOORCODE_CONFIG', () => loadConfig(env));
};

/** @throws {CliError} where the file cannot be read or is not JSON */
export const readJsonFile = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new CliError(`${file} cannot be read: ${why}`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
};

/** The functions' configuration. @param place where it stands @throws {CliError} with every problem at once */
export const configOf = (place: string, input: unknown): Config => withPlace(place, () => parseConfig(input));

/** Says of a configuration's problems where they are. @throws {CliError} in the place of a ConfigError */
export const withPlace = <Result>(place: string, parse: () => Result): Result => {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const problems = cause.problems.map((problem) => `  - ${problem}`).join('\n');
    throw new CliError(`${place} has ${cause.problems.length} problem(s):\n${problems}`, { cause });
  }
};

/** @throws {CliError} where the deployment's user pool is not known */
export const requirePool = ({ userPoolId }: Deployment): string => {
  if (userPoolId !== null) return userPoolId;
  throw new CliError('the user pool is not known: give --user-pool <id>, or account.userPoolId in the configuration');
};
