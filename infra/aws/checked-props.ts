import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Config, ConfigError } from '../../functions/runtime/config.ts';
import { type CheckedRun, runProblems } from './doorcode-checks.ts';
import type { DoorcodeProps } from './doorcode-props.ts';
import { placeProblems } from './place-checks.ts';
import { shapeProblems } from './prop-shapes.ts';
import { checkSettings, type Settings, settingsProblems } from './settings.ts';

const RUN_NAMES = [
  'userPool',
  'clientIds',
  'featurePlan',
  'refreshTokenRotation',
  'isolation',
  'functionCode',
  'builtFunctions',
  'memorySize',
  'serviceName',
  'logRetention',
  'emailIdentity',
  'sandboxRecipients',
  'codeKeyGeneration',
  'recordsTable',
  'auditTable',
  'removalPolicy',
  'deletionProtection',
  'webOrigins',
  'alarmEmail',
  'alarmThresholds',
  'firewall',
  'webHosting',
] as const satisfies readonly Exclude<keyof DoorcodeProps, keyof Settings>[];

export type RunProps = Pick<DoorcodeProps, (typeof RUN_NAMES)[number]>;

/**
 * Parts what a deployment says of itself from how AWS is to run it, and checks the first.
 * @throws {ConfigError} with every problem at once
 */
export const checkedSettings = (
  scope: Construct,
  props: DoorcodeProps,
): { readonly settings: Config; readonly run: RunProps } => {
  if (typeof props !== 'object' || props === null) {
    throw new ConfigError(['the props are missing: give an object with appName and email.from']);
  }
  const isRun = (name: string) => (RUN_NAMES as readonly string[]).includes(name);
  const entries = Object.entries(props);
  const run = Object.fromEntries(entries.filter(([name]) => isRun(name))) as RunProps;
  const given = Object.fromEntries(entries.filter(([name]) => !isRun(name))) as Settings;
  const misshapen = shapeProblems(run);
  // What is of another type has no value that could be judged.
  const problems = [
    ...settingsProblems(given),
    ...(misshapen.length > 0 ? misshapen : [...runProblems(checkable(props)), ...placeProblems(scope, props)]),
  ];
  try {
    const settings = checkSettings(given, misshapen.length > 0 ? null : literalIds(run.clientIds));
    if (problems.length === 0) return { settings, run };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.unshift(...error.problems);
  }
  throw new ConfigError([...new Set(problems)]);
};

/** Ids for the schema to judge: what only CloudFormation knows is none of them. No ids at all is judged elsewhere. */
const literalIds = (clientIds: readonly string[] | undefined): readonly string[] | null => {
  if (clientIds === undefined || Token.isUnresolved(clientIds)) return null;
  const literal = clientIds.filter((id) => !Token.isUnresolved(id));
  return literal.length === 0 ? null : literal;
};

const checkable = (props: DoorcodeProps): CheckedRun => {
  const { userPool, refreshTokenRotation, emailIdentity, recordsTable, auditTable, ...same } = props;
  const name = emailIdentity?.emailIdentityName;
  return {
    ...same,
    hasUserPool: userPool !== undefined,
    ...(refreshTokenRotation !== undefined && { refreshTokenRotationSeconds: refreshTokenRotation.toSeconds() }),
    ...(name !== undefined && !Token.isUnresolved(name) && { emailIdentityName: name }),
  };
};
