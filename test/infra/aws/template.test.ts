import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { tableDefinitions } from '../../../functions/store/tables.ts';
import { readAppSettings } from '../../../infra/aws/app-settings.ts';
import { Doorcode } from '../../../infra/aws/doorcode.ts';
import { triggerNames } from '../../../infra/aws/trigger-functions.ts';
import { triggersInOrder } from '../../../infra/cli/doctor/checks/pool-triggers.ts';
import { codeOf, rowsUnder } from '../../docs/markdown.ts';
import { fullProps, inlineCode, plainProps, synthesise, synthesiseForPool } from '../../helpers/synthesise.ts';
import { actionsOf, type Resource, resources } from '../../helpers/template-parts.ts';

const plain = synthesise();
const full = synthesise(fullProps);
const apart = synthesise({ ...fullProps, isolation: 'per-trigger' });
const given = synthesiseForPool();

describe('the functions behind the triggers', () => {
  test.each([
    ['one', plain],
    ['per-trigger', apart],
  ])('stand in the order in which doctor reads their names: %s', (isolation, { doorcode }) => {
    const { all, byTrigger } = doorcode.triggers;
    const names = all.map((one) => one.function.functionName);

    expect(triggersInOrder).toEqual(triggerNames);
    expect(triggersInOrder.map((_, at) => (isolation === 'one' ? names[0] : names[at]))).toEqual(
      triggerNames.map((trigger) => byTrigger.get(trigger)?.functionName),
    );
  });
});

describe('the pool', () => {
  test('takes email and phone as user names and custom authentication alone, on the cheapest plan', () => {
    plain.template.hasResourceProperties('AWS::Cognito::UserPool', {
      UserPoolTier: 'LITE',
      UsernameAttributes: ['email', 'phone_number'],
      UsernameConfiguration: { CaseSensitive: false },
      AliasAttributes: Match.absent(),
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      SmsConfiguration: Match.absent(),
      DeletionProtection: 'ACTIVE',
      Schema: [Match.objectLike({ Name: 'channel', Mutable: true })],
    });
  });

  test('asks for no attribute', () => {
    const [pool] = resources(plain, 'AWS::Cognito::UserPool');

    expect(JSON.stringify(pool?.[1].Properties.Schema)).not.toContain('Required');
  });

  test('has a client that hides who is there and writes the attributes that people own', () => {
    plain.template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AuthSessionValidity: 15,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: false,
      AccessTokenValidity: 15,
      RefreshTokenValidity: 30 * 24 * 60,
      WriteAttributes: ['custom:channel', 'email', 'locale', 'name', 'phone_number'],
    });
  });

  test('rotates refresh tokens where the plan can', () => {
    const { template } = synthesise({
      ...plainProps,
      featurePlan: FeaturePlan.ESSENTIALS,
      refreshTokenRotation: Duration.seconds(10),
    });

    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    });
  });

  test('calls the functions, and only it may, from this account', () => {
    const pools = resources(apart, 'AWS::Cognito::UserPool');
    const permissions = resources(apart, 'AWS::Lambda::Permission');
    const [pool] = pools;
    const config = pool?.[1].Properties.LambdaConfig as object;

    expect(Object.keys(config).sort()).toEqual([
      'CreateAuthChallenge',
      'DefineAuthChallenge',
      'PostAuthentication',
      'PreSignUp',
      'VerifyAuthChallengeResponse',
    ]);
    const ofPool = permissions.filter(([, { Properties }]) => Properties.Principal === 'cognito-idp.amazonaws.com');
    expect(ofPool).toHaveLength(5);
    for (const [, { Properties }] of ofPool) {
      expect(Properties.SourceArn).toEqual({ 'Fn::GetAtt': [pool?.[0], 'Arn'] });
    }
    for (const [, { Properties }] of permissions) {
      expect(Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
      expect(Properties.SourceArn).toBeDefined();
    }
  });

  test('stays as it is where it is there already: nothing of it is in the template', () => {
    given.template.resourceCountIs('AWS::Cognito::UserPool', 0);
    given.template.resourceCountIs('AWS::Cognito::UserPoolClient', 0);
    given.template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });
});

describe('what is kept', () => {
  test('is on demand, can be taken back to any second, is encrypted by a key of its own and cannot be deleted', () => {
    for (const [, { Properties, DeletionPolicy }] of resources(plain, 'AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      });
      expect(DeletionPolicy).toBe('Retain');
    }
    plain.template.resourceCountIs('AWS::DynamoDB::Table', 2);
  });

  test('has the keys and indexes that functions and commands ask for', () => {
    const definitions = [tableDefinitions.records, tableDefinitions.audit];
    const schema = (partitionKey: string, sortKey: string | null) => [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      ...(sortKey === null ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' }]),
    ];

    const made = resources(plain, 'AWS::DynamoDB::Table').map(([, { Properties }]) => ({
      KeySchema: Properties.KeySchema,
      GlobalSecondaryIndexes: Properties.GlobalSecondaryIndexes ?? [],
    }));

    const wanted = definitions.map(({ partitionKey, sortKey, indexes }) => ({
      KeySchema: schema(partitionKey, sortKey),
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: schema(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'ALL' },
      })),
    }));
    expect(made).toEqual(wanted);
  });

  test('is a restored table where that is named: used and granted in the place of a made one', () => {
    const { props } = readAppSettings({ ...plainProps, recordsTable: 'records-restored' });
    const stack = new Stack(new App(), 'Restored');
    new Doorcode(stack, 'Doorcode', { ...props(stack), functionCode: inlineCode });
    const text = JSON.stringify(Template.fromStack(stack).toJSON());

    Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::Table', 1);
    expect(text).toContain('\\"tables\\":{\\"records\\":\\"records-restored\\"');
    expect(text).toContain(':table/records-restored');
    expect(text).not.toContain('TablesRecords');
  });

  test('is what the guide says that a removed stack leaves behind', () => {
    const told = rowsUnder(readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8'), 'Removing');
    const all = Object.values(full.template.toJSON().Resources as Record<string, { Type: string } & Resource>);
    const kept = new Set(all.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain').map(({ Type }) => Type));

    expect(told.map(([type]) => codeOf(type)).sort()).toEqual([...kept].sort());
  });

  test.each(['AWS::Cognito::UserPool', 'AWS::KMS::Key', 'AWS::DynamoDB::Table'])('outlives the stack: %s', (type) => {
    for (const [, { DeletionPolicy }] of resources(plain, type)) expect(DeletionPolicy).toBe('Retain');
    expect(resources(plain, type).length).toBeGreaterThan(0);
  });

  test('goes with the stack where that is said', () => {
    const { template } = synthesise({ ...plainProps, removalPolicy: RemovalPolicy.DESTROY, deletionProtection: false });

    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
    template.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'INACTIVE' });
  });

  test('derives from HMAC keys: one for codes, one for names, the old one beside the new one after a change', () => {
    const hmac = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
    const changed = synthesise({ ...plainProps, codeKeyGeneration: 2 });

    plain.template.resourcePropertiesCountIs('AWS::KMS::Key', hmac, 2);
    changed.template.resourcePropertiesCountIs('AWS::KMS::Key', hmac, 3);
    const before = resources(plain, 'AWS::KMS::Key').map(([name]) => name);
    const after = resources(changed, 'AWS::KMS::Key').map(([name]) => name);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(JSON.stringify(resources(changed, 'AWS::Lambda::Function'))).not.toContain('previousCode\\":null');
  });
});

describe('mails', () => {
  test('go over TLS within five minutes or not at all, without pixels', () => {
    plain.template.hasResourceProperties('AWS::SES::ConfigurationSet', {
      DeliveryOptions: { TlsPolicy: 'REQUIRE', MaxDeliverySeconds: 300 },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: Match.objectLike({ SuppressedReasons: ['BOUNCE', 'COMPLAINT'] }),
      VdmOptions: { DashboardOptions: { EngagementMetrics: 'DISABLED' } },
      TrackingOptions: Match.absent(),
    });
  });

  test('tell what became of them, but for opens and clicks', () => {
    plain.template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { MatchingEventTypes: ['delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay'] },
    });
    plain.template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [Match.anyValue()] } } },
      }),
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });
});

describe('what goes wrong', () => {
  test('is told by CloudWatch of this account alone, over a topic under the deployment’s key', () => {
    const [, topicPolicy] = resources(plain, 'AWS::SNS::TopicPolicy')[0] ?? [];
    const keys = JSON.stringify(resources(plain, 'AWS::KMS::Key'));

    expect(JSON.stringify(topicPolicy)).toContain('cloudwatch.amazonaws.com');
    expect(JSON.stringify(topicPolicy)).toContain('aws:SourceAccount');
    expect(keys).toMatch(/kms:GenerateDataKey.*aws:SourceAccount.*cloudwatch\.amazonaws\.com/s);
  });

  test('is kept, encrypted, where it can be looked at', () => {
    plain.template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const queue = resources(plain, 'AWS::SQS::Queue')[0]?.[0];
    plain.template.hasResourceProperties('AWS::Lambda::Function', {
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [queue, 'Arn'] } },
    });
    expect(actionsOf(plain, 'DeliveryEvents')).toContain('sqs:SendMessage');
  });
});

describe('what faces the web', () => {
  test('asks for a token on every route', () => {
    const routes = resources(plain, 'AWS::ApiGatewayV2::Route');

    expect(routes).toHaveLength(6);
    for (const [, { Properties }] of routes) expect(Properties.AuthorizationType).toBe('JWT');
  });

  test('limits callers by address where that is asked for', () => {
    full.template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL' });
    const text = JSON.stringify(full.template.findResources('AWS::WAFv2::WebACL'));

    for (const said of ['"Limit":100', '"Limit":2000', 'InitiateAuth', 'SignUp']) expect(text).toContain(said);
    plain.template.resourceCountIs('AWS::WAFv2::WebACL', 0);
  });

  test('serves the widget from a private bucket, to any site', () => {
    full.template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    full.template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
    const headers = JSON.stringify(full.template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    for (const said of [
      'Cross-Origin-Resource-Policy',
      'otp-credentials=(self)',
      'ContentTypeOptions',
      "default-src 'none'",
    ]) {
      expect(headers).toContain(said);
    }
    plain.template.resourceCountIs('AWS::CloudFront::Distribution', 0);
  });
});

describe('the template', () => {
  test('is made without a warning', () => {
    for (const { stack } of [plain, full, apart, given]) {
      expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('.*'))).toEqual([]);
    }
  });

  test('runs nothing of its own on a deployment', () => {
    for (const made of [plain, full, apart, given]) {
      const types = Object.values(made.template.toJSON().Resources as Record<string, { Type: string }>);

      for (const { Type } of types) expect(Type).not.toMatch(/^Custom::|CustomResource/);
    }
  });
});
