import type { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { canonicalEmail } from '../../functions/sign-in/address.ts';
import { type FunctionName, functionEntries } from '../build/functions.ts';
import { defaultThresholds } from './alarm-thresholds.ts';
import type { DoorcodeProps } from './doorcode-props.ts';
import { identityName, identityNames } from './sender.ts';
import type { Isolation } from './trigger-functions.ts';

/** Memory that Lambda gives. Source: Lambda Developer Guide, "Lambda quotas" */
const MEMORY = { min: 128, max: 10_240 };
/** Below this a cold start outlasts Cognito's five seconds. */
const LEAST_MEMORY = 256;

/** How AWS is to run a deployment, without what only the CDK can make: so it is checked where there is no CDK, too. */
export type CheckedRun = Omit<
  DoorcodeProps,
  | 'userPool'
  | 'featurePlan'
  | 'refreshTokenRotation'
  | 'emailIdentity'
  | 'recordsTable'
  | 'auditTable'
  | 'logRetention'
  | 'removalPolicy'
> & {
  readonly hasUserPool: boolean;
  readonly featurePlan?: `${FeaturePlan}`;
  readonly refreshTokenRotationSeconds?: number;
  /** Absent where the deployment makes the identity, or learns its name only when it is deployed. */
  readonly emailIdentityName?: string;
};

/** What is wrong with how AWS is to run a deployment; what its settings say is the schema's to judge. */
export const runProblems = (run: CheckedRun): readonly string[] => [
  ...poolProblems(run),
  ...planProblems(run),
  ...functionProblems(run),
  ...codeProblems(run),
  ...identityProblems(run),
  ...recipientProblems(run),
  ...nameProblems(run),
  ...webProblems(run),
  ...alarmProblems(run),
];

const poolProblems = ({ hasUserPool, clientIds, firewall }: CheckedRun): readonly string[] => {
  if (!hasUserPool) {
    return clientIds === undefined ? [] : ['clientIds is only for a pool of yours: leave it out, or give userPool'];
  }
  const isMissing = clientIds === undefined || clientIds.length === 0;
  return [
    ...(isMissing ? ['clientIds is missing: name the app clients of userPool that sign in by a code'] : []),
    ...(firewall === true
      ? ['firewall is only for a pool that the deployment makes: put a web ACL on yours by itself']
      : []),
  ];
};

const planProblems = ({
  hasUserPool,
  featurePlan,
  refreshTokenRotationSeconds: seconds,
}: CheckedRun): readonly string[] => {
  if (hasUserPool) {
    return [
      ...(featurePlan === undefined
        ? []
        : ['featurePlan is a setting of the pool: set it on yours, and leave it out here']),
      ...(seconds === undefined
        ? []
        : ["refreshTokenRotation is a setting of the pool's client: set it on yours, and leave it out here"]),
    ];
  }
  if (seconds === undefined) return [];
  return [
    ...((featurePlan ?? 'LITE') === 'LITE'
      ? ['refreshTokenRotation needs featurePlan ESSENTIALS or PLUS: on LITE Cognito rotates no tokens']
      : []),
    ...(seconds > 60 ? [`refreshTokenRotation is ${seconds} s: Cognito takes 0 to 60`] : []),
  ];
};

const functionProblems = ({ isolation, memorySize, codeKeyGeneration }: CheckedRun): readonly string[] => [
  ...(isolation === undefined || isolation === 'one' || isolation === 'per-trigger'
    ? []
    : [`isolation is ${JSON.stringify(isolation)}: it must be 'one' or 'per-trigger'`]),
  ...(memorySize === undefined ||
  (Number.isInteger(memorySize) && memorySize >= LEAST_MEMORY && memorySize <= MEMORY.max)
    ? []
    : [
        `memorySize is ${memorySize}: give ${LEAST_MEMORY} to ${MEMORY.max} megabytes; with less a cold start is too slow`,
      ]),
  ...(codeKeyGeneration === undefined || (Number.isInteger(codeKeyGeneration) && codeKeyGeneration >= 1)
    ? []
    : [`codeKeyGeneration is ${codeKeyGeneration}: give a whole number from 1 up, raised by one to change the key`]),
];

/** The functions that send codes, by isolation: what holds channels of one's own. */
const senders = { one: 'triggers', 'per-trigger': 'create' } as const satisfies Record<Isolation, FunctionName>;

/** Code for functions that there are not, and channels of one's own that no code brings. */
const codeProblems = ({ isolation = 'one', functionCode = {}, sms, push }: CheckedRun): readonly string[] => {
  const names = Object.keys(functionEntries);
  const unknown = Object.keys(functionCode).filter((name) => !names.includes(name));
  const sender = senders[isolation];
  const others = Object.values(senders).filter((name) => name !== sender && functionCode[name] !== undefined);
  const own = Object.entries({ sms, push }).filter(([, settings]) => settings?.provider === 'own');
  const missing = ([sender, 'account'] as const).filter((name) => functionCode[name] === undefined);
  return [
    ...unknown.map((name) => `functionCode.${name} is not a function; the functions are ${names.join(', ')}`),
    ...(functionCode[sender] === undefined
      ? others.map(
          (name) => `functionCode.${name} is not used with isolation '${isolation}': give functionCode.${sender}`,
        )
      : []),
    ...own.flatMap(([medium]) =>
      missing.map((name) => `${medium}.provider is own: give functionCode.${name} with your channel, by the construct`),
    ),
  ];
};

/** An identity that does not stand for the sender: Amazon SES would refuse every mail. */
const identityProblems = ({ email, emailIdentityName: name }: CheckedRun): readonly string[] => {
  const from = email?.from;
  if (name === undefined || typeof from !== 'string') return [];
  const names = identityNames(from);
  return names.includes(identityName(name))
    ? []
    : [`emailIdentity is ${JSON.stringify(name)}, which does not stand for email.from: give ${names.join(' or ')}`];
};

const nameProblems = ({ serviceName }: CheckedRun): readonly string[] =>
  serviceName === undefined || /^[\w-]{1,100}$/.test(serviceName)
    ? []
    : [
        `serviceName is ${JSON.stringify(serviceName)}: it must be 1 to 100 letters, digits, - and _, such as the stack's name`,
      ];

const recipientProblems = ({ sandboxRecipients = [] }: CheckedRun): readonly string[] =>
  sandboxRecipients.flatMap((address) =>
    canonicalEmail(address) === undefined
      ? [`sandboxRecipients has ${JSON.stringify(address)}: it must be one address such as you@example.com`]
      : [],
  );

const webProblems = ({ webOrigins = [] }: CheckedRun): readonly string[] =>
  webOrigins.flatMap((origin) =>
    isOrigin(origin) ? [] : [`webOrigins has ${JSON.stringify(origin)}: ${ORIGIN_RULE}`],
  );

const ORIGIN_RULE = 'it must be an origin such as https://example.com, or http://localhost:3000 for trying out';

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost'));
};

const alarmProblems = ({ alarmEmail, alarmThresholds = {} }: CheckedRun): readonly string[] => [
  ...(alarmEmail === undefined || canonicalEmail(alarmEmail) !== undefined
    ? []
    : [`alarmEmail is ${JSON.stringify(alarmEmail)}: it must be one address such as ops@example.com`]),
  ...Object.entries(alarmThresholds).flatMap(([name, value]) => {
    if (!Object.hasOwn(defaultThresholds, name)) {
      return [
        `alarmThresholds.${name} is not a setting; the settings are ${Object.keys(defaultThresholds).join(', ')}`,
      ];
    }
    const isPercent = name.endsWith('Percent');
    const isGood = Number.isFinite(value) && value > 0 && (!isPercent || value <= 100);
    return isGood
      ? []
      : [`alarmThresholds.${name} is ${value}: it must be above 0${isPercent ? ' and at most 100' : ''}`];
  }),
];
