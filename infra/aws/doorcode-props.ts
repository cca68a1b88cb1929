import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { FeaturePlan, IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { AlarmThresholds } from './alarm-thresholds.ts';
import type { FunctionCode } from './function-code.ts';
import type { Settings } from './settings.ts';
import type { Isolation } from './trigger-functions.ts';

/** What a deployment is made of: its settings, and how AWS is to run it. */
export type DoorcodeProps = Settings & {
  /**
   * A pool of yours, which is left as it is: its triggers are set by hand, from the output `LambdaConfig`.
   * @default a pool of its own, with a client
   */
  readonly userPool?: IUserPool;
  /**
   * The app clients of `userPool` that sign in by a code; its other clients are refused by the triggers. Needed with
   * `userPool`, and only there. As text: an id that the same app makes would be a circle.
   * @default every client of the deployment's own pool
   */
  readonly clientIds?: readonly string[];
  /** @default FeaturePlan.LITE, the cheapest */
  readonly featurePlan?: FeaturePlan;
  /**
   * Turns on rotation of refresh tokens, with this long for an old one to be used once more (0 to 60 s). Not on LITE.
   * @default no rotation
   */
  readonly refreshTokenRotation?: Duration;
  /** One function for all triggers starts once a sign-in; one for each may do less. @default 'one' */
  readonly isolation?: Isolation;
  /** Code of your own for a function, as `bundleFunction` makes it. @default the built functions of this package */
  readonly functionCode?: FunctionCode;
  /** The folder of the built functions. @default the package's own */
  readonly builtFunctions?: string;
  /** Megabytes of each function; processor time follows from them. @default 512 */
  readonly memorySize?: number;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** The verified identity that mails are sent from. @default the domain of `email.from` */
  readonly emailIdentity?: IEmailIdentity;
  /**
   * Verified addresses to try it out with while the account is in the SES sandbox, where Amazon SES may ask the
   * functions' roles for the recipient's identity as well. Leave it out afterwards. @default none
   */
  readonly sandboxRecipients?: readonly string[];
  /**
   * The deployment's name in metrics and log lines: no two of one account and region may share it.
   * @default made of the stack's name and the construct's place in it
   */
  readonly serviceName?: string;
  /** Raise by one to change the key that codes derive from; the one before stays valid for its codes. @default 1 */
  readonly codeKeyGeneration?: number;
  /**
   * A restored table in the place of the one that the deployment makes: with its keys and index, under the same key of
   * KMS. @default a table of its own
   */
  readonly recordsTable?: ITable;
  /** The same for the audit trail. @default a table of its own */
  readonly auditTable?: ITable;
  /** What becomes of pool, tables and keys when the stack goes. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
  /** Keeps pool and tables from being deleted at all. @default true */
  readonly deletionProtection?: boolean;
  /** Origins of the sites that may call the account API, such as `https://example.com`. @default none */
  readonly webOrigins?: readonly string[];
  /** Who is written to when an alarm goes off. @default nobody: subscribe to `alarmTopic` */
  readonly alarmEmail?: string;
  /** @default `defaultThresholds` */
  readonly alarmThresholds?: Partial<AlarmThresholds>;
  /** Puts limits by caller's address in front of the pool (AWS WAF, paid by month and request). @default false */
  readonly firewall?: boolean;
  /** Makes a bucket and a distribution for the built web files. @default false */
  readonly webHosting?: boolean;
};
