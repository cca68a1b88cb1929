import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Doorcode } from '../../infra/aws/doorcode.ts';
import type { DoorcodeProps } from '../../infra/aws/doorcode-props.ts';
import { functionEntries } from '../../infra/build/functions.ts';

const code = Code.fromInline('exports.handler = async () => {};');

/** Stands for the built functions, so that a template needs no build. */
export const inlineCode = Object.fromEntries(Object.keys(functionEntries).map((name) => [name, code]));

/** The least that a deployment must say. */
export const plainProps: DoorcodeProps = {
  appName: 'Example',
  email: { from: 'Example <no-reply@example.com>' },
};

/** Everything that a deployment may say. */
export const fullProps: DoorcodeProps = {
  ...plainProps,
  sms: { provider: 'sns', countries: ['NL', 'DE'], host: 'example.com' },
  push: {
    provider: 'sns',
    platformApplications: { apns: 'arn:aws:sns:eu-west-1:111122223333:app/APNS/example' },
  },
  webOrigins: ['https://example.com'],
  alarmEmail: 'ops@example.com',
  firewall: true,
  webHosting: true,
};

export type Synthesised = { readonly template: Template; readonly doorcode: Doorcode; readonly stack: Stack };

/**
 * Makes the template of one deployment. Nothing is built, nothing is asked of anybody.
 * @param more what else its stack holds
 */
export const synthesise = (
  props: DoorcodeProps = plainProps,
  more: (made: Omit<Synthesised, 'template'>) => void = () => {},
): Synthesised => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Example');
  const doorcode = new Doorcode(stack, 'Doorcode', { functionCode: inlineCode, ...props });
  more({ doorcode, stack });
  return { template: Template.fromStack(stack), doorcode, stack };
};

/** The template for a pool that is there already. */
export const synthesiseForPool = (props: Partial<DoorcodeProps> = {}): Synthesised => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Example');
  const userPool = UserPool.fromUserPoolId(stack, 'Given', 'eu-west-1_AbCdEf123');
  const doorcode = new Doorcode(stack, 'Doorcode', {
    functionCode: inlineCode,
    ...plainProps,
    userPool,
    clientIds: ['client1', 'client2'],
    ...props,
  });
  return { template: Template.fromStack(stack), doorcode, stack };
};
