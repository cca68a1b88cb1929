import * as v from 'valibot';
import type { OwnTexts } from '../../channels/messages/own-texts.ts';
import { appNameProblem } from '../../channels/messages/words.ts';
import { canonicalDomain } from '../sign-in/address.ts';
import { createPolicy, type PolicySettings, policyRanges } from '../sign-in/policy.ts';
import { MEDIA, pinpointSchema, pushSchema, routingSchema, smsSchema } from './channel-schema.ts';
import { channelProblems } from './channel-settings.ts';
import { oneLine, sender, textsSchema } from './email-schema.ts';

/** The variable that holds a deployment's whole configuration, as JSON. */
export const CONFIG_VARIABLE = 'DOORCODE_CONFIG';

const kmsKey = v.pipe(
  v.string(),
  v.regex(
    /^(?:arn:[\w-]+:kms:[\w-]*:\d{12}:(?:key|alias)\/[\w/-]+|alias\/[\w/-]+|[\w-]{8,})$/,
    'must be the ARN, id or alias of a KMS HMAC_256 key',
  ),
);

const tableName = v.pipe(v.string(), v.regex(/^[\w.-]{3,255}$/, 'must be a DynamoDB table name'));

const policySchema = v.strictObject(
  Object.fromEntries(
    Object.entries(policyRanges).map(([name, { min, max, unit }]) => {
      const text = `must be a whole number from ${min} to ${max} (${unit})`;
      const number = v.pipe(v.number(text), v.integer(text), v.minValue(min, text), v.maxValue(max, text));
      return [name, v.exactOptional(number)];
    }),
  ),
);

const LOCALES = ['en', 'nl', 'de', 'ar'] as const;

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
  routing: v.optional(routingSchema, {}),
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
  /** @default no SMS */
  sms: v.exactOptional(smsSchema),
  /** @default no push */
  push: v.exactOptional(pushSchema),
  /** Needed where Pinpoint sends SMS or push. */
  pinpoint: v.exactOptional(pinpointSchema),
  /** Words of your own, by locale and medium, over the built-in ones; checked so that no code gets lost. @default {} */
  texts: v.exactOptional(textsSchema),
  /** Either may be set alone. */
  locales: v.optional(
    v.pipe(
      v.strictObject({
        /** @default 'en' */
        default: v.optional(v.picklist(LOCALES), 'en'),
        /** @default every locale there is */
        offered: v.optional(v.pipe(v.array(v.picklist(LOCALES)), v.minLength(1, 'must name a locale')), [...LOCALES]),
      }),
      v.check(
        ({ default: fallback, offered }) => offered.includes(fallback),
        "default must be one of offered ('en' unless set)",
      ),
    ),
    {},
  ),
  /** Numbers that differ from the defaults (`policy.ts`). */
  policy: v.optional(policySchema, {}),
  tables: v.pipe(
    v.strictObject({ records: tableName, audit: tableName }),
    v.check(({ records, audit }) => records !== audit, 'must be two tables, one for each'),
  ),
  /** The account API's user pool; the triggers learn theirs from each event. @default no account API */
  account: v.exactOptional(
    v.strictObject({
      userPoolId: v.pipe(
        v.string(),
        v.regex(/^[\w-]+_[0-9A-Za-z]+$/, 'must be a user pool id such as eu-west-1_AbCdEf123'),
      ),
      /** Where the pool's keys are, for an AWS-compatible endpoint. @default Cognito's own address */
      jwksUri: v.exactOptional(v.pipe(v.string(), v.url('must be a URL'))),
    }),
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

type Parsed = v.InferOutput<typeof configSchema>;
export type Medium = (typeof MEDIA)[number];

export type Config = Readonly<Omit<Parsed, 'policy' | 'routing' | 'texts'>> & {
  readonly policy: Partial<PolicySettings>;
  readonly routing: Parsed['routing'] & { readonly order: readonly [Medium, ...Medium[]] };
  readonly texts?: OwnTexts;
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
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ConfigError(['the configuration must be one JSON object']);
  }
  const result = v.safeParse(configSchema, input);
  if (!result.success) throw new ConfigError(problemsOf(result.issues));
  const parsed = result.output;
  const order = parsed.routing.order ?? MEDIA.filter((medium) => parsed[medium] !== undefined);
  const config = { ...parsed, routing: { ...parsed.routing, order } } as Config;
  const problems = [...routingProblems(config), ...channelProblems(config)];
  if (problems.length > 0) throw new ConfigError(problems);
  createPolicy(config.policy);
  return Object.freeze(config);
};

/** What single values cannot tell: media that nobody sends, rules about media that are not offered. */
const routingProblems = ({ routing, sms, push, pinpoint, ...rest }: Config): readonly string[] => {
  const settings = { email: rest.email, sms, push };
  const missing = routing.order.filter((medium) => settings[medium] === undefined);
  const foreign = routing.rules.flatMap(({ use }, at) =>
    use.filter((medium) => !routing.order.includes(medium)).map((medium) => ({ medium, at })),
  );
  const needsPinpoint = [sms?.provider, push?.provider].includes('pinpoint') && pinpoint === undefined;
  const needsApplications = push?.provider === 'sns' && push.platformApplications === undefined;
  return [
    ...missing.map((medium) => `routing.order names ${medium}, which has no settings: add ${medium}, or take it out`),
    ...foreign.map(({ medium, at }) => `routing.rules.${at}.use names ${medium}, which routing.order does not offer`),
    ...(needsPinpoint ? ['pinpoint is missing: give {applicationId}, since sms or push is sent by pinpoint'] : []),
    ...(needsApplications ? ['push.platformApplications is missing: SNS sends through platform applications'] : []),
  ];
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

/** What is wrong in plain words: the place, the rule, the value. */
export const problemsOf = (issues: readonly v.BaseIssue<unknown>[]): readonly string[] => issues.map(problemText);

const KINDS: Readonly<Record<string, string>> = {
  Object: 'an object',
  Array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

const problemText = (issue: v.BaseIssue<unknown>): string => {
  const place = v.getDotPath(issue) ?? 'configuration';
  const { expected, received, message, type } = issue;
  if (type === 'strict_object' && expected === 'never') return `${place} is not a setting`;
  if (received === 'undefined' && issue.kind === 'schema') return `${place} is missing`;
  // The validator's own words speak of types.
  const rule = message.startsWith('Invalid') ? `must be ${KINDS[expected ?? ''] ?? expected}` : message;
  if (!/^(?:must|default must|is|has|holds)/.test(rule)) return `${place}: ${rule}`;
  const isValueShown = !/_length$/.test(type) && !/^(?:Object|Array)$/.test(received);
  return `${place} ${rule}${isValueShown ? `, not ${received}` : ''}`;
};
