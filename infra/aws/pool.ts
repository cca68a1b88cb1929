import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPool,
  ClientAttributes,
  FeaturePlan,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export type DoorcodePoolProps = {
  readonly featurePlan: FeaturePlan;
  readonly refreshTokenRotation: Duration | null;
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
};

/** A pool whose people sign in by a code, and the client of its site. */
export class DoorcodePool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: DoorcodePoolProps) {
    super(scope, id);
    const { featurePlan, refreshTokenRotation, removalPolicy, deletionProtection } = props;
    if (refreshTokenRotation !== null && featurePlan === FeaturePlan.LITE) {
      throw new TypeError(
        `refreshTokenRotation is ${refreshTokenRotation.toHumanString()} on the plan LITE: Cognito rotates refresh ` +
          'tokens on ESSENTIALS and PLUS, so leave it out or set featurePlan',
      );
    }
    this.pool = new UserPool(this, 'Pool', {
      featurePlan,
      selfSignUpEnabled: true,
      // User names, not aliases: an alias must be verified before anybody can sign in by it.
      signInAliases: { email: true, phone: true },
      signInCaseSensitive: false,
      // Of new values only the email waits for its proof; an unproven phone number is never written to.
      autoVerify: { email: true },
      keepOriginal: { email: true },
      standardAttributes: {},
      customAttributes: { channel: new StringAttribute({ mutable: true, maxLen: 16 }) },
      accountRecovery: AccountRecovery.NONE,
      // Cognito itself never writes: no role to send text messages with.
      enableSmsRole: false,
      passwordPolicy: {
        minLength: 16,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      removalPolicy,
      deletionProtection,
    });
    this.client = this.pool.addClient('Client', {
      authFlows: { custom: true },
      authSessionValidity: Duration.minutes(15),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      disableOAuth: true,
      generateSecret: false,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(30),
      ...(refreshTokenRotation !== null && { refreshTokenRotationGracePeriod: refreshTokenRotation }),
      writeAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, phoneNumber: true, fullname: true, locale: true })
        .withCustomAttributes('channel'),
    });
    acknowledge(this.pool, {
      'AwsSolutions::AwsSolutions-COG2': 'the code is the sign-in; a second factor is not what this pool is for',
      'AwsSolutions::AwsSolutions-COG3':
        'threat protection looks at passwords and needs the plan Plus; limits of our own stand in',
      'AwsSolutions::AwsSolutions-COG8':
        'the cheapest plan is enough for custom authentication; featurePlan chooses another',
    });
  }

  /** The pool as CloudFormation sees it. */
  get resource(): CfnUserPool {
    return this.pool.node.defaultChild as CfnUserPool;
  }
}
