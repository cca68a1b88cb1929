import * as v from 'valibot';
import { appNameProblem } from '../../channels/messages/words.ts';
import { canonicalDomain, canonicalEmail } from '../sign-in/address.ts';
import { createPolicy, type PolicySettings, policyRanges } from '../sign-in/policy.ts';

/** The variable that holds a deployment's whole configuration, as JSON. */
export const CONFIG_VARIABLE = 'DOORCODE_CONFIG';

const oneLine = (max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(max, `must have at most ${max} characters`),
    v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters'),
  );

const kmsKey = v.pipe(
  v.string(),
  v.regex(
    /^(?:arn:[\w-]+:kms:[\w-]*:\d{12}:(?:key|alias)\/[\w/-]+|alias\/[\w/-]+|[\w-]{8,})$/,
    'must be the ARN, id or alias of a KMS HMAC_256 key',
  ),
);

const tableName = v.pipe(v.string(), v.regex(/^[\w.-]{3,255}$/, 'must be a DynamoDB table name'));

/** `Name <box@example.com>` or `box@example.com`. */
const sender = v.pipe(
  oneLine(320),
  v.check(
    (text) => canonicalEmail(/<([^<>]*)>$/.exec(text)?.[1] ?? text) !== undefined,
    'must be an address such as no-reply@example.com or Example <no-reply@example.com>',
  ),
);

const policySchema = v.strictObject(
  Object.fromEntries(
    Object.entries(policyRanges).map(([name, { min, max, unit }]) => {
      const text = `must be a whole number from ${min} to ${max} (${unit})`;
      const number = v.pipe(v.number(text), v.integer(text), v.minValue(min, text), v.maxValue(max, text));
      return [name, v.exactOptional(number)];
    }),
  ),
);

const LOCALES = ['en', 'nl'] as const;
const MEDIA = ['email'] as const;

/**
 * A deployment's configuration. A protection that is off is an explicit null (`clientIds`), never a missing value;
 * an unknown name is an error, since it is most likely a misspelt known one.
 */
export const configSchema = v.strictObject({
  /** The application's name as its users know it: stands in every message. */
  appName: v.pipe(
    oneLine(40),
    v.rawCheck(({ dataset, addIssue }) => {
      const problem = dataset.typed ? appNameProblem(dataset.value) : null;
      if (problem !== null) addIssue({ message: problem });
    }),
  ),
  /** App clients that sign in through Doorcode; null: every client of the pool. */
  clientIds: v.nullable(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[\w+]{1,128}$/, 'must be an app client id'))),
      v.minLength(1, 'must name a client, or be null for every client of the pool'),
    ),
  ),
  /** Who may sign up. @default 'open' */
  signUp: v.optional(
    v.union(
      [
        v.picklist(['open', 'off']),
        v.strictObject({
          domains: v.pipe(
            v.array(
              v.pipe(
                v.string(),
                v.check((name) => canonicalDomain(name) !== undefined, 'must be a domain name such as example.com'),
                v.transform((name) => canonicalDomain(name) ?? name),
              ),
            ),
            v.minLength(1, 'must name a domain'),
          ),
        }),
      ],
      "must be 'open', 'off' or {domains: [...]}",
    ),
    'open',
  ),
  routing: v.optional(
    v.strictObject({
      /** Media in the order in which they are tried. @default ['email'] */
      order: v.optional(
        v.pipe(
          v.array(v.picklist(MEDIA)),
          v.minLength(1, 'must name a channel'),
          v.check((order) => new Set(order).size === order.length, 'must name each channel once'),
        ),
        ['email'],
      ),
    }),
    {},
  ),
  /** Says which channel a code went by, which tells account holders apart where routing differs. @default false */
  discloseChannel: v.optional(v.boolean(), false),
  email: v.strictObject({
    /** The From address: its domain should be that of the site, so that mail apps offer the code there. */
    from: sender,
    replyTo: v.exactOptional(sender),
    configurationSet: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'must be a configuration set name'))),
    /** Puts the code in the subject: faster to read, visible on a lock screen. @default true */
    codeInSubject: v.optional(v.boolean(), true),
  }),
  /** @default {default: 'en', offered: every locale there is} */
  locales: v.optional(
    v.pipe(
      v.strictObject({
        default: v.picklist(LOCALES),
        offered: v.pipe(v.array(v.picklist(LOCALES)), v.minLength(1, 'must name a locale')),
      }),
      v.check(({ default: fallback, offered }) => offered.includes(fallback), 'default must be one of offered'),
    ),
    { default: 'en', offered: [...LOCALES] },
  ),
  /** Numbers that differ from the defaults (`policy.ts`). */
  policy: v.optional(policySchema, {}),
  tables: v.pipe(
    v.strictObject({ records: tableName, audit: tableName }),
    v.check(({ records, audit }) => records !== audit, 'must be two tables, one for each'),
  ),
  // Operators may use the index key: were it the code key as well, they could derive codes.
  keys: v.pipe(
    v.strictObject({ code: kmsKey, previousCode: v.nullable(kmsKey), index: kmsKey }),
    v.check(
      ({ code, previousCode, index }) => new Set([code, previousCode, index]).size === 3,
      'must be different keys',
    ),
  ),
});

export type Config = Readonly<Omit<v.InferOutput<typeof configSchema>, 'policy'>> & {
  readonly policy: Partial<PolicySettings>;
};

/** Thrown for a configuration that cannot be used; the message lists every problem and names each value's place. */
export class ConfigError extends TypeError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `the Doorcode configuration has ${problems.length} problem(s):\n${problems.map((text) => `- ${text}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** @throws {ConfigError} with every problem at once */
export const parseConfig = (input: unknown): Config => {
  const result = v.safeParse(configSchema, input);
  if (!result.success) throw new ConfigError(result.issues.map(problemText));
  const config = result.output as Config;
  createPolicy(config.policy);
  return Object.freeze(config);
};

/**
 * Reads the configuration from an environment.
 * @throws {ConfigError} when the variable is missing, no JSON, or holds what cannot be used
 */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const text = env[CONFIG_VARIABLE];
  if (text === undefined) throw new ConfigError([`${CONFIG_VARIABLE} is not set: give the configuration as JSON`]);
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new ConfigError([`${CONFIG_VARIABLE} is not JSON`]);
  }
  return parseConfig(input);
};

const problemText = (issue: v.BaseIssue<unknown>): string => {
  const place = v.getDotPath(issue) ?? 'configuration';
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${place} is not a setting`;
  if (issue.received === 'undefined' && issue.kind === 'schema') return `${place} is missing`;
  if (!/^(?:must|default must|is|has|holds)/.test(issue.message)) return `${place}: ${issue.message}`;
  const isValueShown = !/_length$/.test(issue.type) && !/^(?:Object|Array)$/.test(issue.received ?? '');
  return `${place} ${issue.message}${isValueShown ? `, not ${issue.received}` : ''}`;
};
