import { describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readAppSettings } from '../../../infra/aws/app-settings.ts';
import { DoorcodeStack } from '../../../infra/aws/app-stack.ts';
import { Doorcode } from '../../../infra/aws/doorcode.ts';
import type { DoorcodeProps } from '../../../infra/aws/doorcode-props.ts';
import { fullProps, inlineCode, plainProps } from '../../helpers/synthesise.ts';

const roleOf = (stack: Stack) => new Role(stack, 'Operator', { assumedBy: new AccountRootPrincipal() });

const checked = (
  props: (scope: Stack) => DoorcodeProps,
  more: (made: { readonly doorcode: Doorcode; readonly stack: Stack }) => void = () => {},
) => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Example');
  const doorcode = new Doorcode(stack, 'Doorcode', { functionCode: inlineCode, ...props(stack) });
  more({ doorcode, stack });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
};

describe('the rule packs AwsSolutions and Serverless', () => {
  test.each<[string, (scope: Stack) => DoorcodeProps]>([
    ['with the least settings', () => plainProps],
    ['with every setting', () => fullProps],
    ['with a function for each trigger', () => ({ ...fullProps, isolation: 'per-trigger' })],
    [
      'around a pool that is there already',
      (scope) => ({
        ...plainProps,
        userPool: UserPool.fromUserPoolId(scope, 'Given', 'eu-west-1_AbCdEf123'),
        clientIds: ['client1'],
      }),
    ],
  ])('find nothing that is not meant: %s', (_, props) => {
    const app = checked(props);

    expect(() => app.synth()).not.toThrow();
  });

  test('find nothing that is not meant in what an operator is granted in another app', () => {
    const app = checked(
      () => fullProps,
      ({ doorcode, stack }) => doorcode.grantOperate(roleOf(stack)),
    );

    expect(() => app.synth()).not.toThrow();
  });

  test('find nothing that is not meant in the stack of the app', () => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const { sms, push } = fullProps;
    const context = { appName: 'Example', email: plainProps.email, sms, push, webHosting: true, firewall: true };
    const { stackName, props } = readAppSettings(context);
    new DoorcodeStack(app, { stackName, props: (scope) => ({ ...props(scope), functionCode: inlineCode }) });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

    expect(() => app.synth()).not.toThrow();
  });

  test('would find what nobody has acknowledged', () => {
    const app = checked(() => plainProps);
    new Bucket(app.node.findChild('Example') as Stack, 'Careless');

    expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  });
});
