import { loadConfig } from '../../functions/runtime/config.ts';
import { CliError } from './cli-error.ts';
import { readConfigFile } from './deployment.ts';
import type { Terminal } from './terminal.ts';

/** Checks a configuration, from a file or the environment, and says what it makes of it. */
export const configCheck = async (
  { terminal, env }: { readonly terminal: Terminal; readonly env: Readonly<Record<string, string | undefined>> },
  file: string | undefined,
  options: { readonly json?: boolean },
): Promise<void> => {
  if (file === undefined && env.DOORCODE_CONFIG === undefined) {
    throw new CliError('there is nothing to check: name a file, or set DOORCODE_CONFIG');
  }
  const config = file === undefined ? loadConfig(env) : await readConfigFile(file);
  if (options.json === true) return terminal.write(JSON.stringify(config));
  const { appName, routing, clientIds, signUp, policy, keys } = config;
  const provider = { email: 'ses', sms: config.sms?.provider, push: config.push?.provider };
  const changed = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  terminal.write(`${file ?? 'DOORCODE_CONFIG'} is fine.`);
  terminal.write(`  application   ${appName}`);
  terminal.write(`  channels      ${routing.order.map((medium) => `${medium} (${provider[medium]})`).join(', then ')}`);
  terminal.write(`  routing rules ${routing.rules.length}`);
  terminal.write(`  sign-up       ${typeof signUp === 'string' ? signUp : signUp.domains.join(', ')}`);
  terminal.write(`  app clients   ${clientIds === null ? 'every client of the pool' : clientIds.join(', ')}`);
  terminal.write(`  limits        ${changed.length === 0 ? 'the defaults' : changed.join(', ')}`);
  if (keys.previousCode !== null) {
    terminal.write('  keys          a rotation is under way: set keys.previousCode to null once it is 15 minutes old');
  }
};
