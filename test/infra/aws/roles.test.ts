import { describe, expect, test } from '@jest/globals';
import { fullProps, synthesise, synthesiseForPool } from '../../helpers/synthesise.ts';
import { actionsOf, list, resources, type Statement, statementsOf } from '../../helpers/template-parts.ts';

const plain = synthesise();
const full = synthesise(fullProps);
const apart = synthesise({ ...fullProps, isolation: 'per-trigger' });
const given = synthesiseForPool();

const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TABLE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];

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

  test('have no wildcard but the one for text messages', () => {
    for (const made of [plain, full, apart, given]) {
      const statements = resources(made, 'AWS::IAM::Policy').flatMap(
        ([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
      );
      const wide = statements.filter(({ Resource }) => list(Resource).includes('*'));

      for (const { Action } of wide) expect(Action).toBe('sns:Publish');
      for (const { Action } of statements) expect(list(Action).join()).not.toContain('*');
    }
    expect(JSON.stringify(resources(plain, 'AWS::IAM::Policy'))).not.toContain('sns:Publish');
  });

  test('send mails by the configured identity, configuration set and From address alone', () => {
    for (const role of ['TriggersAll', 'Account']) {
      const sends = statementsOf(plain, role).filter(({ Action }) => list(Action).includes('ses:SendEmail'));

      expect(sends).toHaveLength(1);
      expect(sends[0]?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@example.com' } });
      expect(JSON.stringify(sends[0]?.Resource)).toMatch(/identity\/example\.com.*configuration-set\//);
    }
  });

  test('send notifications to the deployment’s own endpoints', () => {
    const pushes = statementsOf(full, 'TriggersAll').filter(({ Resource }) =>
      JSON.stringify(Resource).includes('endpoint'),
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
