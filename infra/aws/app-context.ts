import type { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import { ConfigError, problemsOf } from '../../functions/runtime/config.ts';
import { runProblems } from './doorcode-checks.ts';
import { checkSettings, type Settings, settingsProblems } from './settings.ts';

/** The key of `cdk.json`'s context that holds a deployment's settings. */
export const CONTEXT_KEY = 'doorcode';

const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
] as const satisfies readonly RetentionDays[];
const plans = { lite: 'LITE', essentials: 'ESSENTIALS', plus: 'PLUS' } as const satisfies Readonly<
  Record<string, `${FeaturePlan}`>
>;

const tableName = v.pipe(v.string(), v.regex(/^[\w.-]{3,255}$/, 'must be the name of a DynamoDB table'));

/** How AWS is to run the deployment, as JSON can say it. What is left out is as the construct has it. */
const runSchema = v.strictObject({
  /** @default 'Doorcode' */
  stackName: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'must be a CloudFormation stack name')),
    'Doorcode',
  ),
  /** A pool of yours, with `clientIds`. @default a pool of its own */
  userPoolId: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[\w-]+_[0-9A-Za-z]+$/, 'must be a user pool id such as eu-west-1_AbCdEf123')),
  ),
  clientIds: v.exactOptional(v.array(v.pipe(v.string(), v.regex(/^[\w+]{1,128}$/, 'must be an app client id')))),
  featurePlan: v.exactOptional(v.picklist(Object.keys(plans) as (keyof typeof plans)[])),
  refreshTokenRotationSeconds: v.exactOptional(
    v.pipe(v.number(), v.integer('must be whole seconds'), v.minValue(0, 'must be 0 to 60')),
  ),
  isolation: v.exactOptional(v.picklist(['one', 'per-trigger'])),
  serviceName: v.exactOptional(v.string()),
  memorySize: v.exactOptional(v.number()),
  logRetentionDays: v.exactOptional(v.picklist(RETENTION_DAYS)),
  /** The verified domain or address. @default the domain of `email.from` */
  emailIdentity: v.exactOptional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  sandboxRecipients: v.exactOptional(v.array(v.string())),
  codeKeyGeneration: v.exactOptional(v.number()),
  /** Restored tables, in the place of the deployment's own. */
  recordsTable: v.exactOptional(tableName),
  auditTable: v.exactOptional(tableName),
  removalPolicy: v.exactOptional(v.picklist(['retain', 'destroy'])),
  deletionProtection: v.exactOptional(v.boolean()),
  webOrigins: v.exactOptional(v.array(v.string())),
  alarmEmail: v.exactOptional(v.string()),
  alarmThresholds: v.exactOptional(v.record(v.string(), v.number())),
  firewall: v.exactOptional(v.boolean()),
  webHosting: v.exactOptional(v.boolean()),
});

/** How AWS is to run the deployment, in the words of `cdk.json`. */
export type Run = Omit<v.InferOutput<typeof runSchema>, 'featurePlan'> & { readonly featurePlan?: `${FeaturePlan}` };

/** What `cdk.json` says of a deployment, checked: its settings, and how AWS is to run it. */
export type AppContext = { readonly settings: Settings; readonly run: Run };

/**
 * Reads and checks what the context of `cdk.json` says of a deployment. Needs no CDK.
 * @throws {ConfigError} with every problem at once
 */
export const readAppContext = (context: unknown): AppContext => {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    const is = context === undefined ? 'is missing' : 'must be one JSON object';
    throw new ConfigError([
      `${CONTEXT_KEY} ${is} in the context of cdk.json: give an object with appName and email.from`,
    ]);
  }
  const entries = Object.entries(context);
  const isRun = (name: string) => Object.hasOwn(runSchema.entries, name);
  const settings = Object.fromEntries(entries.filter(([name]) => !isRun(name))) as Settings;
  const parsed = v.safeParse(runSchema, Object.fromEntries(entries.filter(([name]) => isRun(name))));
  const problems = [...settingsOrProblems(settings), ...settingsProblems(settings)];
  if (!parsed.success) throw new ConfigError([...new Set([...problems, ...problemsOf(parsed.issues)])]);
  const { featurePlan, ...same } = parsed.output;
  const run: Run = { ...same, ...(featurePlan !== undefined && { featurePlan: plans[featurePlan] }) };
  problems.push(...runProblems(checkable(settings, run)));
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return { settings, run };
};

const settingsOrProblems = (given: Settings): readonly string[] => {
  try {
    checkSettings(given, null);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

const checkable = (
  settings: Settings,
  { userPoolId, emailIdentity, recordsTable: _records, auditTable: _audit, ...same }: Run,
): Parameters<typeof runProblems>[0] => ({
  ...settings,
  ...same,
  hasUserPool: userPoolId !== undefined,
  ...(emailIdentity !== undefined && { emailIdentityName: emailIdentity }),
});
