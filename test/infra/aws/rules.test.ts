import { describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Doorcode } from '../../../infra/aws/doorcode.ts';
import type { DoorcodeProps } from '../../../infra/aws/doorcode-props.ts';
import { fullProps, inlineCode, plainProps } from '../../helpers/synthesise.ts';

const checked = (props: (scope: Stack) => DoorcodeProps) => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Example');
  new Doorcode(stack, 'Doorcode', { functionCode: inlineCode, ...props(stack) });
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

  test('would find what nobody has acknowledged', () => {
    const app = checked(() => plainProps);
    new Bucket(app.node.findChild('Example') as Stack, 'Careless');

    expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  });
});
