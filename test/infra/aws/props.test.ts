import { describe, expect, test } from '@jest/globals';
import { App, Fn, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { readAppSettings } from '../../../infra/aws/app-settings.ts';
import { Doorcode } from '../../../infra/aws/doorcode.ts';
import type { DoorcodeProps } from '../../../infra/aws/doorcode-props.ts';
import { refusalOf } from '../../helpers/refusal.ts';
import { fullProps, inlineCode, plainProps, synthesise, synthesiseForPool } from '../../helpers/synthesise.ts';

const plain = { appName: 'Example', email: { from: 'Example <no-reply@example.com>' } };

describe('the construct', () => {
  test('refuses what the app refuses, with all problems at once', () => {
    const message = refusalOf(() =>
      synthesise({ ...plainProps, signUp: 'no' as 'off', memorySize: 64, clientIds: ['abc'], webOrigins: ['x'] }),
    );

    expect(message).toMatch(/has 4 problem\(s\)/);
  });

  test('refuses code for a function that there is not, or that this isolation does not use', () => {
    const { triggers, create } = inlineCode;
    const misspelt = { trigers: triggers } as DoorcodeProps['functionCode'];

    expect(refusalOf(() => synthesise({ ...plainProps, functionCode: misspelt as object }))).toMatch(
      /functionCode\.trigers is not a function; the functions are triggers, pre-sign-up, define, create/,
    );
    expect(
      refusalOf(() => synthesise({ ...plainProps, isolation: 'per-trigger', functionCode: { triggers } as object })),
    ).toMatch(/functionCode\.triggers is not used with isolation 'per-trigger': give functionCode\.create/);
    expect(refusalOf(() => synthesise({ ...plainProps, functionCode: { create } as object }))).toMatch(
      /functionCode\.create is not used with isolation 'one': give functionCode\.triggers/,
    );
  });

  test('takes an identity of a domain above the sender’s', () => {
    const email = { from: 'Example <no-reply@mail.example.com>' };

    expect(refusalOf(() => readAppSettings({ ...plain, email, emailIdentity: 'example.com' }))).toBe('taken');
  });

  test('takes an identity of the sender’s domain in another spelling', () => {
    const email = { from: 'No-Reply@Example.COM' };

    expect(refusalOf(() => readAppSettings({ ...plain, email, emailIdentity: 'example.com' }))).toBe('taken');
    expect(refusalOf(() => readAppSettings({ ...plain, emailIdentity: 'EXAMPLE.com' }))).toBe('taken');
  });

  test('refuses a pool of yours without its clients', () => {
    expect(refusalOf(() => synthesiseForPool({ clientIds: [] }))).toMatch(/clientIds is missing/);
  });

  test.each([
    [{ firewall: 'yes' }, /firewall is "yes": it must be true or false/],
    [{ webHosting: null }, /webHosting is null: it must be true or false/],
    [{ deletionProtection: 0 }, /deletionProtection is 0: it must be true or false/],
    [{ featurePlan: 'lite' }, /featurePlan is "lite": it must be a member of FeaturePlan, such as FeaturePlan\.LITE/],
    [{ removalPolicy: 'keep' }, /removalPolicy is "keep": it must be a member of RemovalPolicy, such as/],
    [{ logRetention: '30' }, /logRetention is "30": it must be a member of RetentionDays, such as/],
    [{ logRetention: 12 }, /logRetention is 12: it must be a member of RetentionDays, such as RetentionDays\.ONE_DAY/],
    [{ refreshTokenRotation: 10 }, /refreshTokenRotation is 10: it must be a Duration/],
    [{ memorySize: '512' }, /memorySize is "512": it must be a number/],
    [{ webOrigins: 'https://example.com' }, /webOrigins is "https:.*: it must be a list of texts/],
    [{ sandboxRecipients: [5] }, /sandboxRecipients is a list of something else: it must be a list of texts/],
    [{ alarmThresholds: null }, /alarmThresholds is null: it must be an object of numbers/],
    [{ alarmThresholds: { bouncePercent: '2' } }, /alarmThresholds is an object of something else: it must be/],
    [
      { userPool: 'id', clientIds: ['client1'] },
      /userPool is "id": it must be a pool, such as UserPool\.fromUserPoolId/,
    ],
    [{ emailIdentity: 'example.com' }, /emailIdentity is "example\.com": it must be an identity, such as/],
    [{ recordsTable: 'restored' }, /recordsTable is "restored": it must be a table, such as Table\.fromTableName/],
    [{ functionCode: { triggers: 'dist' } }, /functionCode is .*: it must be an object with Code/],
    [{ serviceName: 5 }, /serviceName is 5: it must be text/],
  ])('refuses props of another type, as JavaScript may give them: %j', (props, words) => {
    expect(refusalOf(() => synthesise({ ...plainProps, ...props } as unknown as DoorcodeProps))).toMatch(words);
  });

  test('refuses to be made of nothing', () => {
    const nothing = undefined as unknown as DoorcodeProps;

    expect(refusalOf(() => new Doorcode(new Stack(new App(), 'Example'), 'Doorcode', nothing))).toMatch(
      /props are missing/,
    );
  });

  test('refuses client ids that are none', () => {
    expect(refusalOf(() => synthesiseForPool({ clientIds: ['no id'] }))).toMatch(/clientIds.*must be an app client id/);
    expect(refusalOf(() => synthesiseForPool({ clientIds: 'client1' as unknown as string[] }))).toMatch(/clientIds/);
  });

  test('takes client ids that only CloudFormation knows, but not of a client that the same app makes', () => {
    const from = (idOf: (stack: Stack, pool: UserPool) => string) => () => {
      const stack = new Stack(new App(), 'Example');
      const userPool = new UserPool(stack, 'Pool');
      const clientIds = [idOf(stack, userPool)];
      return new Doorcode(stack, 'Doorcode', { ...plainProps, functionCode: inlineCode, userPool, clientIds });
    };

    expect(refusalOf(from(() => Fn.importValue('ClientId')))).toBe('taken');
    expect(refusalOf(from((_stack, pool) => pool.addClient('Client').userPoolClientId))).toMatch(
      /clientIds has the id of a client that this app makes: .*give the id as text/,
    );
  });

  const there = { account: '111122223333', region: 'eu-west-1' };
  test.each([
    ['us-east-1_AbCdEf123', '111122223333', /userPool is in us-east-1 .* deploy this stack to us-east-1/],
    ['eu-west-1_AbCdEf123', '444455556666', /userPool is in the account 444455556666 .* deploy this stack to 4444/],
  ])('refuses the pool %s of the account %s, where Cognito could not invoke it', (id, account, words) => {
    const region = id.split('_')[0];
    const stack = new Stack(new App(), 'Example', { env: there });
    const arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
    const userPool = UserPool.fromUserPoolArn(stack, 'Given', arn);
    const props = { ...plainProps, functionCode: inlineCode, userPool, clientIds: ['client1'] };

    expect(refusalOf(() => new Doorcode(stack, 'Doorcode', props))).toMatch(words);
  });

  test('refuses a pool by an id of another region, and platform applications of another region', () => {
    const stack = new Stack(new App(), 'Example', { env: { ...there, region: 'eu-central-1' } });
    const userPool = UserPool.fromUserPoolId(stack, 'Given', 'eu-west-1_AbCdEf123');
    const given = { ...fullProps, firewall: false, functionCode: inlineCode, userPool, clientIds: ['client1'] };
    const message = refusalOf(() => new Doorcode(stack, 'Doorcode', given));

    expect(message).toMatch(/userPool is in eu-west-1 and the stack in eu-central-1/);
    expect(message).toMatch(
      /platformApplications\.apns is in eu-west-1 .* create the platform application in eu-central-1/,
    );
  });

  test('says where the code of a function should be, and how it gets there', () => {
    expect(() => synthesise({ ...plainProps, functionCode: {}, builtFunctions: '/nowhere' })).toThrow(
      /the code of triggers is not in .*nowhere.*: run npm run build, or give functionCode\.triggers/,
    );
  });
});
