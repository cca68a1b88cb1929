import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { FeaturePlan, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import * as v from 'valibot';
import { ConfigError, problemsOf } from '../../functions/runtime/config.ts';
import { propsProblems } from './doorcode-checks.ts';
import type { DoorcodeProps } from './doorcode-props.ts';
import { checkSettings, type Settings, settingsProblems } from './settings.ts';

/** The key of `cdk.json`'s context that holds a deployment's settings. */
export const CONTEXT_KEY = 'doorcode';

const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
] as const satisfies readonly RetentionDays[];
const plans = { lite: FeaturePlan.LITE, essentials: FeaturePlan.ESSENTIALS, plus: FeaturePlan.PLUS } as const;
const removals = { retain: RemovalPolicy.RETAIN, destroy: RemovalPolicy.DESTROY } as const;

const names = <Name extends string>(of: Readonly<Record<Name, unknown>>) => Object.keys(of) as [Name, ...Name[]];

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
  featurePlan: v.exactOptional(v.picklist(names(plans))),
  refreshTokenRotationSeconds: v.exactOptional(
    v.pipe(v.number(), v.integer('must be whole seconds'), v.minValue(0, 'must be 0 to 60')),
  ),
  isolation: v.exactOptional(v.picklist(['one', 'per-trigger'])),
  memorySize: v.exactOptional(v.number()),
  logRetentionDays: v.exactOptional(v.picklist(RETENTION_DAYS)),
  /** The verified domain or address. @default the domain of `email.from` */
  emailIdentity: v.exactOptional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  codeKeyGeneration: v.exactOptional(v.number()),
  removalPolicy: v.exactOptional(v.picklist(names(removals))),
  deletionProtection: v.exactOptional(v.boolean()),
  webOrigins: v.exactOptional(v.array(v.string())),
  alarmEmail: v.exactOptional(v.string()),
  alarmThresholds: v.exactOptional(v.record(v.string(), v.number())),
  firewall: v.exactOptional(v.boolean()),
  webHosting: v.exactOptional(v.boolean()),
});

type Run = v.InferOutput<typeof runSchema>;

export type AppSettings = {
  readonly stackName: string;
  /** @param scope the stack, in which what is named becomes a resource */
  readonly props: (scope: Construct) => DoorcodeProps;
};

/**
 * Reads a deployment's settings from the context.
 * @throws {ConfigError} with every problem at once
 */
export const readAppSettings = (context: unknown): AppSettings => {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw new ConfigError([
      `${CONTEXT_KEY} is missing in the context of cdk.json: give an object with appName and email.from`,
    ]);
  }
  const entries = Object.entries(context);
  const isRun = (name: string) => Object.hasOwn(runSchema.entries, name);
  const given = Object.fromEntries(entries.filter(([name]) => !isRun(name))) as Settings;
  const run = v.safeParse(runSchema, Object.fromEntries(entries.filter(([name]) => isRun(name))));
  const problems = [
    ...settingsOrProblems(given),
    ...settingsProblems(given),
    ...(run.success ? propsProblems(checkable(given, run.output)) : problemsOf(run.issues)),
  ];
  if (!run.success || problems.length > 0) throw new ConfigError([...new Set(problems)]);
  const { output } = run;
  return { stackName: output.stackName, props: (scope) => propsOf(scope, given, output) };
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

/** The props without what needs a scope: enough to be checked. */
const checkable = (given: Settings, run: Run): DoorcodeProps =>
  ({
    ...plainProps(given, run),
    ...(run.userPoolId !== undefined && { userPool: {} }),
    ...(run.emailIdentity !== undefined && { emailIdentity: { emailIdentityName: run.emailIdentity } }),
  }) as DoorcodeProps;

const propsOf = (scope: Construct, given: Settings, run: Run): DoorcodeProps => ({
  ...plainProps(given, run),
  ...(run.userPoolId !== undefined && { userPool: UserPool.fromUserPoolId(scope, 'GivenPool', run.userPoolId) }),
  ...(run.emailIdentity !== undefined && {
    emailIdentity: EmailIdentity.fromEmailIdentityName(scope, 'GivenIdentity', run.emailIdentity),
  }),
});

const plainProps = (given: Settings, run: Run): DoorcodeProps => {
  const {
    stackName: _stackName,
    userPoolId: _userPoolId,
    emailIdentity: _emailIdentity,
    featurePlan,
    refreshTokenRotationSeconds,
    logRetentionDays,
    removalPolicy,
    ...same
  } = run;
  return {
    ...given,
    ...same,
    ...(featurePlan !== undefined && { featurePlan: plans[featurePlan] }),
    ...(refreshTokenRotationSeconds !== undefined && {
      refreshTokenRotation: Duration.seconds(refreshTokenRotationSeconds),
    }),
    ...(logRetentionDays !== undefined && { logRetention: logRetentionDays }),
    ...(removalPolicy !== undefined && { removalPolicy: removals[removalPolicy] }),
  };
};
