import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { Doorcode } from '../../../infra/aws/doorcode.ts';
import {
  fullProps,
  inlineCode,
  plainProps,
  type Synthesised,
  synthesise,
  synthesiseForPool,
} from '../../helpers/synthesise.ts';
import { actionsOf, list, resources, type Statement, statementsOf } from '../../helpers/template-parts.ts';

const plain = synthesise();
const full = synthesise(fullProps);
const apart = synthesise({ ...fullProps, isolation: 'per-trigger' });
const given = synthesiseForPool();

const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TABLE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];

const sendsOf = (made: Synthesised, role: string): readonly Statement[] =>
  statementsOf(made, role).filter(({ Action }) => list(Action).includes('ses:SendEmail'));
/** What ARNs of Amazon SES name, without what comes before. */
const namesIn = (resource: unknown): readonly string[] =>
  [...JSON.stringify(resource).matchAll(/(?:identity|configuration-set)\/[^"]*/g)].map(([name]) => name);

describe('the functions', () => {
  test('run on Node 24 on arm64, end before Cognito gives up, and keep their logs for a while', () => {
    for (const { template } of [plain, apart]) {
      template.allResourcesProperties('AWS::Lambda::Function', {
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: 4,
        Handler: 'index.handler',
      });
      template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    }
    plain.template.resourceCountIs('AWS::Lambda::Function', 3);
    apart.template.resourceCountIs('AWS::Lambda::Function', 7);
  });

  test('may do what a trigger does and nothing else, each by itself', () => {
    expect(actionsOf(apart, 'TriggersDefineAuthChallenge')).toEqual(LOG);
    expect(actionsOf(apart, 'TriggersPreSignUp')).toEqual(
      [...LOG, ...TABLE_KEY, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'kms:GenerateMac'].sort(),
    );
    expect(actionsOf(apart, 'TriggersVerifyAuthChallengeResponse')).not.toContain('ses:SendEmail');
    expect(actionsOf(apart, 'TriggersPostAuthentication')).toContain('cognito-idp:AdminUpdateUserAttributes');
    expect(actionsOf(apart, 'TriggersCreateAuthChallenge')).not.toContain('cognito-idp:AdminUpdateUserAttributes');
  });

  test('derive codes only where codes are sent or judged', () => {
    const derives = (role: string) => {
      const macs = statementsOf(apart, role).filter(({ Action }) => list(Action).includes('kms:GenerateMac'));
      return macs.map(({ Resource }) => (JSON.stringify(Resource).includes('KeysCode') ? 'codes' : 'names')).sort();
    };

    for (const role of ['TriggersCreateAuthChallenge', 'TriggersVerifyAuthChallengeResponse']) {
      expect([role, derives(role)]).toEqual([role, ['codes', 'names']]);
    }
    for (const role of ['TriggersPreSignUp', 'TriggersPostAuthentication']) {
      expect([role, derives(role)]).toEqual([role, ['names']]);
    }
  });

  test('that write mails down derive no code and read no record', () => {
    const statements = statementsOf(plain, 'DeliveryEvents');
    const macs = statements.filter(({ Action }) => list(Action).includes('kms:GenerateMac'));

    expect(macs).toHaveLength(1);
    expect(JSON.stringify(macs)).toContain('Index');
    expect(actionsOf(plain, 'DeliveryEvents')).not.toContain('dynamodb:GetItem');
  });

  test('have no wildcard, and text messages no topic', () => {
    for (const made of [plain, full, apart, given]) {
      const statements = resources(made, 'AWS::IAM::Policy').flatMap(
        ([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
      );

      for (const { Action, Resource, NotResource } of statements) {
        expect(list(Resource)).not.toContain('*');
        expect(list(Action).join()).not.toContain('*');
        if (NotResource === undefined) continue;
        expect([Action, JSON.stringify(NotResource)]).toEqual(['sns:Publish', expect.stringContaining(':sns:*:*:*')]);
      }
    }
    expect(JSON.stringify(resources(plain, 'AWS::IAM::Policy'))).not.toContain('sns:Publish');
  });

  test('send mails by the configured identity, configuration set and From address alone', () => {
    for (const role of ['TriggersAll', 'Account']) {
      const sends = sendsOf(plain, role);

      expect(sends).toHaveLength(1);
      expect(sends[0]?.Condition).toEqual({ StringEqualsIgnoreCase: { 'ses:FromAddress': 'no-reply@example.com' } });
      expect(namesIn(sends[0]?.Resource)).toEqual([
        'identity/no-reply@example.com',
        'identity/example.com',
        'configuration-set/',
      ]);
    }
  });

  test('send mails by whatever SES knows the sender by, in its spelling, and from nowhere else', () => {
    const email = { from: 'Codes <No-Reply@Mail.Example.COM>' };
    const [send] = sendsOf(synthesise({ ...plainProps, email }), 'TriggersAll');

    expect(namesIn(send?.Resource)).toEqual([
      'identity/No-Reply@mail.example.com',
      'identity/mail.example.com',
      'identity/example.com',
      'configuration-set/',
    ]);
    expect(send?.Condition).toEqual({ StringEqualsIgnoreCase: { 'ses:FromAddress': 'No-Reply@Mail.Example.COM' } });
  });

  test('send mails by an identity that is given, named once', () => {
    const identity = (stack: Stack) => EmailIdentity.fromEmailIdentityName(stack, 'Given', 'example.com');
    const stack = new Stack(new App(), 'Example');
    new Doorcode(stack, 'Doorcode', { ...plainProps, functionCode: inlineCode, emailIdentity: identity(stack) });
    const text = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));

    expect(text.split(':identity/example.com"')).toHaveLength(3);
  });

  test('may have to ask for the identities of those who try it out in the SES sandbox', () => {
    const made = synthesise({ ...plainProps, sandboxRecipients: ['ann@example.org'] });

    expect(namesIn(sendsOf(made, 'TriggersAll')[0]?.Resource)).toContain('identity/ann@example.org');
    expect(JSON.stringify(plain.template.toJSON())).not.toContain('example.org');
  });

  test('send notifications to the deployment’s own endpoints', () => {
    const pushes = statementsOf(full, 'TriggersAll').filter(({ Resource }) =>
      JSON.stringify(Resource ?? '').includes('endpoint'),
    );

    expect(pushes.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:sns:eu-west-1:111122223333:endpoint/APNS/example/*',
    ]);
  });

  test('use the tables’ key through DynamoDB alone', () => {
    const uses = statementsOf(plain, 'TriggersAll').filter(({ Action }) => list(Action).includes('kms:Decrypt'));

    expect(uses).toHaveLength(1);
    expect(JSON.stringify(uses[0]?.Condition)).toContain('dynamodb.');
  });

  test('of triggers are told neither pool nor client: that would be a circle', () => {
    const [, trigger] = resources(plain, 'AWS::Lambda::Function').find(([name]) => name.includes('Triggers')) ?? [];
    const text = JSON.stringify(trigger);

    expect(text).not.toContain('UsersPool');
    expect(text).toContain('\\"clientIds\\":null');
  });
});
