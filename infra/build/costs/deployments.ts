import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Doorcode } from '../../aws/doorcode.ts';
import type { DoorcodeProps } from '../../aws/doorcode-props.ts';
import { functionEntries } from '../functions.ts';

/** A template as CloudFormation takes it. */
export type CostedTemplate = {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
};

const email = {
  appName: 'Example',
  email: { from: 'Example <no-reply@example.com>' },
} as const satisfies DoorcodeProps;

const channels = {
  ...email,
  sms: { provider: 'sns', countries: ['US', 'NL', 'DE', 'GB'], host: 'example.com' },
  push: { provider: 'pinpoint' },
  pinpoint: { applicationId: '0123456789abcdef0123456789abcdef' },
} as const satisfies DoorcodeProps;

/** The deployments that the page on costs speaks of. */
export const deployments = {
  email,
  channels,
  everything: { ...channels, firewall: true, webHosting: true },
} as const satisfies Record<string, DoorcodeProps>;

export type DeploymentName = keyof typeof deployments;

/** What would be deployed. The functions' code costs nothing by itself, so nothing is built. */
export const templateOf = (props: DoorcodeProps): CostedTemplate => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Example');
  const code = Code.fromInline('exports.handler = async () => {};');
  const functionCode = Object.fromEntries(Object.keys(functionEntries).map((name) => [name, code]));
  new Doorcode(stack, 'Doorcode', { functionCode, ...props });
  return Template.fromStack(stack).toJSON() as CostedTemplate;
};
