import { type Config, loadConfig } from '../../functions/runtime/config.ts';
import { checkConfig } from '../aws/settings.ts';
import { commands } from '../build/commands.ts';
import { CliError, UsageError } from './cli-error.ts';
import { configOf, readJsonFile, withPlace } from './deployment.ts';
import type { Terminal } from './terminal.ts';

/** Checks a configuration, from a file or the environment, and says what it makes of it. */
export const configCheck = async (
  { terminal, env }: { readonly terminal: Terminal; readonly env: Readonly<Record<string, string | undefined>> },
  file: string | undefined,
  options: { readonly json?: boolean },
): Promise<void> => {
  if (file === undefined && env.DOORCODE_CONFIG === undefined) {
    throw new UsageError('there is nothing to check: name a file, or set DOORCODE_CONFIG');
  }
  const input = file === undefined ? null : await readJsonFile(file);
  const context = contextOf(input);
  if (file !== undefined && context !== undefined) {
    const stackName = await checkContext(file, context);
    const line = `${file} is fine: \`${commands.deploy}\` makes the stack ${stackName} of it.`;
    return terminal.write(options.json === true ? JSON.stringify(context) : line);
  }
  if (file !== undefined && isCdkJson(input)) {
    throw new CliError(`${file} has no context.doorcode: give an object with appName and email.from there`);
  }
  const parsed = file === undefined ? loadConfig(env) : configOf(file, input);
  const config = withPlace(file ?? 'DOORCODE_CONFIG', () => checkConfig(parsed));
  if (options.json === true) return terminal.write(JSON.stringify(config));
  terminal.write(`${file ?? 'DOORCODE_CONFIG'} is fine.`);
  for (const line of summaryOf(config)) terminal.write(line);
};

/** What `cdk.json` holds for Doorcode; undefined for any other file. */
const contextOf = (input: unknown): unknown =>
  (input as { readonly context?: { readonly doorcode?: unknown } } | null)?.context?.doorcode;

/** What `cdk init` writes into a `cdk.json`, and no configuration of the functions holds. */
const isCdkJson = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && ('context' in input || 'app' in input);

/** Checked by the very code that deploys it, which needs no CDK for that. */
const checkContext = async (file: string, context: unknown): Promise<string> => {
  const { readAppContext } = await import('../aws/app-context.ts');
  return withPlace(`${file} (context.doorcode)`, () => readAppContext(context)).run.stackName;
};

const summaryOf = ({ appName, routing, clientIds, signUp, policy, keys, sms, push }: Config): readonly string[] => {
  const provider = { email: 'ses', sms: sms?.provider, push: push?.provider };
  const changed = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  return [
    `  application   ${appName}`,
    `  channels      ${routing.order.map((medium) => `${medium} (${provider[medium]})`).join(', then ')}`,
    `  routing rules ${routing.rules.length}`,
    `  sign-up       ${typeof signUp === 'string' ? signUp : signUp.domains.join(', ')}`,
    `  app clients   ${clientIds === null ? 'every client of the pool' : clientIds.join(', ')}`,
    `  limits        ${changed.length === 0 ? 'the defaults' : changed.join(', ')}`,
    ...(keys.previousCode === null
      ? []
      : ['  keys          the code key before the last rotation is still accepted (keys.previousCode)']),
  ];
};
