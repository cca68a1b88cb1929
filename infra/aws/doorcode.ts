import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { FeaturePlan, type IUserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../../functions/runtime/config.ts';
import { createPolicy } from '../../functions/sign-in/policy.ts';
import type { Flavour, FunctionName } from '../build/functions.ts';
import { AccountApi } from './account-api.ts';
import { alarmDefinitions } from './alarm-definitions.ts';
import { defaultThresholds } from './alarm-thresholds.ts';
import { Alarms } from './alarms.ts';
import { allowPool, type LambdaConfig, lambdaConfigOf, setTriggers } from './attach-triggers.ts';
import { checkedSettings } from './checked-props.ts';
import { DoorcodeDashboard } from './dashboard.ts';
import type { DashboardSubject } from './dashboard-body.ts';
import { DoorcodeFunction } from './doorcode-function.ts';
import type { DoorcodeProps } from './doorcode-props.ts';
import { Firewall } from './firewall.ts';
import { codeOf } from './function-code.ts';
import { functionConfig } from './function-config.ts';
import { DoorcodeKeys } from './keys.ts';
import { DeadLetters, MailSet, routeMailEvents } from './mail.ts';
import { allowDiagnose, allowOperate, allowSmoke, type OperatedParts } from './operator-grants.ts';
import { DoorcodePool } from './pool.ts';
import { ADDRESS_MEDIA, grantEnrol, grantSend } from './send-grants.ts';
import { DoorcodeTables } from './tables.ts';
import { TriggerFunctions } from './trigger-functions.ts';
import { WebHosting } from './web-hosting.ts';

/**
 * Sign-in by a one-time code for an Amazon Cognito user pool: triggers, tables, keys, account API, mail events,
 * dashboard and alarms around a pool of its own or one that is there already.
 * @throws {ConfigError} listing every problem of the props
 */
export class Doorcode extends Construct {
  readonly userPool: IUserPool;
  /** Absent with a pool of yours. */
  readonly userPoolClient?: UserPoolClient;
  readonly keys: DoorcodeKeys;
  readonly tables: DoorcodeTables;
  readonly triggers: TriggerFunctions;
  readonly accountApi: AccountApi;
  /** The function behind `accountApi`: of all functions it alone is told the pool and its clients. */
  readonly accountFunction: IFunction;
  /** Takes what became of mails. */
  readonly deliveryFunction: IFunction;
  /** Holds events of mails that could not be written down. */
  readonly deadLetters: IQueue;
  readonly alarmTopic: ITopic;
  readonly dashboardName: string;
  readonly configurationSetName: string;
  /** Absent without `webHosting`. */
  readonly webHosting?: WebHosting;
  /** The media that people can be reached by, in their order. */
  readonly channels: readonly string[];
  /** What to set as LambdaConfig of a pool of yours, as Cognito's API takes it. */
  readonly lambdaConfig: LambdaConfig;
  private readonly operated: OperatedParts;

  constructor(scope: Construct, id: string, props: DoorcodeProps) {
    super(scope, id);
    const { settings, run } = checkedSettings(this, props);
    const { clientIds = null, removalPolicy = RemovalPolicy.RETAIN, deletionProtection = true } = run;
    this.channels = settings.routing.order;
    const { logRetention = RetentionDays.ONE_MONTH, memorySize = 512 } = run;
    const flavour: Flavour = settings.routing.order.some((medium) => medium !== 'email') ? 'full' : 'email';
    const code = (name: FunctionName) => codeOf(name, flavour, run.functionCode ?? {}, run.builtFunctions);

    this.keys = new DoorcodeKeys(this, 'Keys', { codeKeyGeneration: run.codeKeyGeneration ?? 1, removalPolicy });
    this.tables = new DoorcodeTables(this, 'Tables', {
      keys: this.keys,
      given: { records: run.recordsTable, audit: run.auditTable },
      removalPolicy,
      deletionProtection,
    });
    const mail = new MailSet(this, 'Mail');
    this.configurationSetName = mail.configurationSet.configurationSetName;
    const senders = {
      config: settings,
      identity: run.emailIdentity ?? null,
      sandboxRecipients: run.sandboxRecipients ?? [],
      configurationSet: mail.configurationSet,
    };
    const resources = { keys: this.keys, tables: this.tables, configurationSetName: this.configurationSetName };
    const config = (own: Parameters<typeof functionConfig>[2]) =>
      functionConfig(settings, resources, own, Stack.of(this));
    const serviceName = run.serviceName ?? Names.uniqueResourceName(this, { maxLength: 100, separator: '-' });
    const common = { serviceName, memorySize, logRetention, removalPolicy };

    this.triggers = new TriggerFunctions(this, 'Triggers', {
      isolation: run.isolation ?? 'one',
      keys: this.keys,
      tables: this.tables,
      senders,
      // Ids of the pool and its client would make pool and function wait for each other: the invoke permission pins it.
      common: { ...common, config: config({ clientIds }) },
      codeOf: code,
    });
    const own =
      run.userPool === undefined
        ? new DoorcodePool(this, 'Users', {
            featurePlan: run.featurePlan ?? FeaturePlan.LITE,
            refreshTokenRotation: run.refreshTokenRotation ?? null,
            removalPolicy,
            deletionProtection,
          })
        : null;
    this.userPool = run.userPool ?? (own as DoorcodePool).pool;
    if (own !== null) {
      this.userPoolClient = own.client;
      setTriggers(own.pool, this.triggers);
    }
    allowPool(this.userPool, this.triggers);
    this.lambdaConfig = lambdaConfigOf(this.triggers);

    const accountClients = clientIds ?? [this.userPoolClient?.userPoolClientId ?? ''];
    const account = new DoorcodeFunction(this, 'Account', {
      ...common,
      code: code('account'),
      description: 'Doorcode: the account API',
      config: config({ clientIds: accountClients, userPoolId: this.userPool.userPoolId }),
    });
    this.accountFunction = account.function;
    this.tables.grantUse(account.role, {
      records: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      audit: ['PutItem', 'UpdateItem'],
    });
    this.keys.grantDeriveAll(account.role);
    grantSend(account.role, senders, ADDRESS_MEDIA);
    grantEnrol(account.role, settings);
    this.accountApi = new AccountApi(this, 'AccountApi', {
      target: account,
      pool: this.userPool,
      clientIds: accountClients,
      webOrigins: run.webOrigins ?? [],
      logRetention,
      removalPolicy,
    });

    this.operated = {
      stack: Stack.of(this),
      settings,
      configurationSetName: this.configurationSetName,
      userPool: this.userPool,
      tables: this.tables,
      keys: this.keys,
      configured: account.function,
    };

    const dead = new DeadLetters(this, 'DeadLetters', { removalPolicy });
    this.deadLetters = dead.queue;
    const deliveries = new DoorcodeFunction(this, 'DeliveryEvents', {
      ...common,
      code: code('delivery-events'),
      description: 'Doorcode: what became of its mails',
      config: config({ clientIds }),
      deadLetterQueue: dead.queue,
    });
    this.deliveryFunction = deliveries.function;
    this.tables.grantUse(deliveries.role, { records: ['PutItem'], audit: ['PutItem'] });
    this.keys.grantDeriveIndex(deliveries.role);
    routeMailEvents(this, mail, deliveries, dead);

    const subject = this.subjectOf(settings, { serviceName, account, deliveries });
    this.dashboardName = new DoorcodeDashboard(this, 'Dashboard', subject).dashboardName;
    this.alarmTopic = new Alarms(this, 'Alarms', {
      definitions: alarmDefinitions(subject, { ...defaultThresholds, ...run.alarmThresholds }),
      email: run.alarmEmail ?? null,
      encryptionKey: this.keys.data,
    }).topic;
    if (run.firewall === true) new Firewall(this, 'Firewall', { pool: this.userPool });
    pinAccount(this);
    if (run.webHosting === true) this.webHosting = new WebHosting(this, 'Web', { removalPolicy });
  }

  /** Lets an operator's role run `audit`, `devices`, `limits` and `forget`: it reads and erases what is known of people. */
  grantOperate(grantee: IGrantable): void {
    allowOperate(grantee, this.operated);
  }

  /** Lets an operator's role run `doctor` and read the functions' configuration: settings, and nothing of people. */
  grantDiagnose(grantee: IGrantable): void {
    allowDiagnose(grantee, this.operated);
  }

  /** Lets a pipeline's role remove the user that `smoke` signed up, where the sign-in failed half-way. */
  grantSmoke(grantee: IGrantable): void {
    allowSmoke(grantee, this.operated);
  }

  private subjectOf(
    settings: Config,
    others: {
      readonly serviceName: string;
      readonly account: DoorcodeFunction;
      readonly deliveries: DoorcodeFunction;
    },
  ): DashboardSubject {
    const { all, byTrigger } = this.triggers;
    const triggers =
      all.length === 1
        ? { triggers: all[0]?.function.functionName ?? '' }
        : Object.fromEntries([...byTrigger].map(([name, one]) => [name, one.functionName]));
    return {
      region: Stack.of(this).region,
      service: others.serviceName,
      functions: {
        ...triggers,
        account: others.account.function.functionName,
        'mail events': others.deliveries.function.functionName,
      },
      tables: [this.tables.records.tableName, this.tables.audit.tableName],
      configurationSet: this.configurationSetName,
      deadLetters: this.deadLetters.queueName,
      smsPerDay: settings.sms === undefined ? null : createPolicy(settings.policy).sms.pool.perDay,
    };
  }
}

/** Nobody of another account may have a service of theirs invoke a function of ours. */
const pinAccount = (scope: Construct): void => {
  const { account } = Stack.of(scope);
  for (const one of scope.node.findAll()) if (one instanceof CfnPermission) one.sourceAccount = account;
};
