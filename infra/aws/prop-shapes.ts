import { RemovalPolicy } from 'aws-cdk-lib';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { RunProps } from './checked-props.ts';

type Shape = { readonly is: (value: unknown) => boolean; readonly words: string };

const has = (value: unknown, member: string, type: 'string' | 'function'): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[member] === type;
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const yesOrNo: Shape = { is: (value) => typeof value === 'boolean', words: 'true or false' };
const text: Shape = { is: (value) => typeof value === 'string', words: 'text' };
const number: Shape = { is: (value) => typeof value === 'number', words: 'a number' };
const texts: Shape = {
  is: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  words: 'a list of texts, even for one',
};
const oneOf = (name: string, members: Readonly<Record<string, string | number>>): Shape => ({
  is: (value) => Object.values(members).includes(value as string) && typeof value !== 'undefined',
  words: `a member of ${name}, such as ${name}.${Object.keys(members).find((one) => Number.isNaN(Number(one)))}`,
});
const resource = (member: string, words: string): Shape => ({ is: (value) => has(value, member, 'string'), words });
const table = resource('tableArn', "a table, such as Table.fromTableName(this, 'Restored', 'name')");
const retention = Object.fromEntries(Object.entries(RetentionDays).filter(([, days]) => typeof days === 'number'));

const shapes: { readonly [Name in keyof Required<RunProps>]: Shape } = {
  userPool: resource('userPoolArn', "a pool, such as UserPool.fromUserPoolId(this, 'Pool', 'eu-west-1_AbCdEf123')"),
  clientIds: texts,
  featurePlan: oneOf('FeaturePlan', FeaturePlan),
  refreshTokenRotation: {
    is: (value) => has(value, 'toSeconds', 'function'),
    words: 'a Duration, such as Duration.seconds(10)',
  },
  isolation: { is: (value) => value === 'one' || value === 'per-trigger', words: "'one' or 'per-trigger'" },
  functionCode: {
    is: (value) => isRecord(value) && Object.values(value).every((code) => code === undefined || isCode(code)),
    words: 'an object with Code by the names of functions, such as {triggers: Code.fromAsset(folder)}',
  },
  builtFunctions: text,
  memorySize: number,
  serviceName: text,
  logRetention: oneOf('RetentionDays', retention),
  emailIdentity: resource(
    'emailIdentityArn',
    "an identity, such as EmailIdentity.fromEmailIdentityName(this, 'Identity', 'example.com')",
  ),
  sandboxRecipients: texts,
  codeKeyGeneration: number,
  recordsTable: table,
  auditTable: table,
  removalPolicy: oneOf('RemovalPolicy', RemovalPolicy),
  deletionProtection: yesOrNo,
  webOrigins: texts,
  alarmEmail: text,
  alarmThresholds: {
    is: (value) => isRecord(value) && Object.values(value).every((one) => one === undefined || typeof one === 'number'),
    words: 'an object of numbers, such as {bouncePercent: 3}',
  },
  firewall: yesOrNo,
  webHosting: yesOrNo,
};

const isCode = (value: unknown): boolean => has(value, 'bind', 'function');

/** What is of another type than its prop. TypeScript says so by itself; an app of JavaScript hears it here. */
export const shapeProblems = (run: RunProps): readonly string[] =>
  Object.entries(shapes).flatMap(([name, { is, words }]) => {
    const value: unknown = run[name as keyof RunProps];
    return value === undefined || is(value) ? [] : [`${name} is ${shown(value)}: it must be ${words}`];
  });

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `${Array.isArray(value) ? 'a list' : 'an object'} of something else`
    : (JSON.stringify(value) ?? typeof value);
