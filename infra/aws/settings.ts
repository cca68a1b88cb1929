import type * as v from 'valibot';
import { type Config, ConfigError, type configSchema, parseConfig } from '../../functions/runtime/config.ts';
import { countryProblems } from './sms-countries.ts';

/**
 * What a deployment may say about itself: the functions' configuration, as their own schema has it, without what the
 * deployment makes and knows by itself (tables, keys, the pool, its clients, the configuration set).
 */
export type Settings = Omit<
  v.InferInput<typeof configSchema>,
  'clientIds' | 'tables' | 'keys' | 'account' | 'email'
> & {
  readonly email: Omit<v.InferInput<typeof configSchema>['email'], 'configurationSet'>;
};

/** What stands in a configuration before there are resources: only its form matters to the schema. */
const PLACEHOLDERS = {
  tables: { records: 'doorcode-records', audit: 'doorcode-audit' },
  keys: { code: 'alias/doorcode-code', previousCode: null, index: 'alias/doorcode-index' },
};

const OWN = ['tables', 'keys', 'account'] as const;

/**
 * Checks settings with the schema that the functions use when they start.
 * @throws {ConfigError} with every problem at once
 */
export const checkSettings = (settings: Settings, clientIds: readonly string[] | null): Config =>
  checkConfig({ ...settings, clientIds, ...PLACEHOLDERS });

/**
 * The functions' configuration, checked as they do when they start, and for what they have no room to check.
 * @throws {ConfigError} with every problem at once
 */
export const checkConfig = (input: unknown): Config => {
  const config = parseConfig(input);
  const problems = countryProblems(config);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
};

/** The settings that a caller may not give, since the deployment makes what they name. */
export const settingsProblems = (given: object): readonly string[] => {
  const { email } = given as { readonly email?: unknown };
  const namesSet = typeof email === 'object' && email !== null && 'configurationSet' in email;
  return [
    ...OWN.filter((name) => name in given).map((name) => `${name} is not a setting here: the deployment makes its own`),
    ...(namesSet ? ['email.configurationSet is not a setting here: the deployment makes its own'] : []),
  ];
};
