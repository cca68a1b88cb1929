import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConfigurationSet, IEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Config, Medium } from '../../functions/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import { addressOf } from './sender.ts';

export type Senders = {
  readonly config: Config;
  readonly identity: IEmailIdentity;
  readonly configurationSet: IConfigurationSet;
};

/** What the account function writes to: addresses. A device is registered there, and hears of nothing. */
export const ADDRESS_MEDIA: readonly Medium[] = ['email', 'sms'];

/**
 * Lets a function send by the deployment's channels and by nothing else.
 * @param media what it sends @default every channel of the deployment
 */
export const grantSend = (
  role: IRole,
  { config, identity, configurationSet }: Senders,
  media: readonly Medium[] = config.routing.order,
): void => {
  const stack = Stack.of(role);
  const providerOf = (medium: 'sms' | 'push') => (media.includes(medium) ? config[medium]?.provider : undefined);
  const say = (statement: PolicyStatement) => role.addToPrincipalPolicy(statement);
  if (config.routing.order.includes('email')) {
    const setArn = stack.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configurationSet.configurationSetName,
    });
    say(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [identity.emailIdentityArn, setArn],
        conditions: { StringEquals: { 'ses:FromAddress': addressOf(config.email.from) } },
      }),
    );
  }
  if (providerOf('sms') === 'sns') {
    // A phone number is no resource: IAM knows no narrower one for a text message.
    say(new PolicyStatement({ sid: 'TextMessages', actions: ['sns:Publish'], resources: ['*'] }));
    acknowledge(role, {
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
        'sns:Publish to a phone number has no resource that IAM could name; countries and budgets bound it',
    });
  }
  if (providerOf('push') === 'sns') {
    say(new PolicyStatement({ actions: ['sns:Publish'], resources: [...endpointArns(config)] }));
    acknowledgeEndpoints(role, config);
  }
  if ([providerOf('sms'), providerOf('push')].includes('pinpoint')) {
    const applicationId = config.pinpoint?.applicationId ?? '';
    const resourceName = `${applicationId}/messages`;
    const resources = [stack.formatArn({ service: 'mobiletargeting', resource: 'apps', resourceName })];
    say(new PolicyStatement({ actions: ['mobiletargeting:SendMessages'], resources }));
  }
};

/**
 * Lets the account function give devices their endpoints. IAM's reference names no resource for either action: the
 * applications and their endpoints are allowed for both.
 */
export const grantEnrol = (role: IRole, config: Config): void => {
  if (config.push?.provider !== 'sns') return;
  const applications = Object.values(config.push.platformApplications ?? {});
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sns:CreatePlatformEndpoint', 'sns:SetEndpointAttributes'],
      resources: [...applications, ...endpointArns(config)],
    }),
  );
  acknowledgeEndpoints(role, config);
};

/** The endpoints of the deployment's platform applications: each device gets one, with an id of its own. */
const endpointArns = ({ push }: Config): readonly string[] =>
  Object.values(push?.platformApplications ?? {}).map((arn) => `${arn.replace(':app/', ':endpoint/')}/*`);

const acknowledgeEndpoints = (role: IRole, config: Config): void =>
  acknowledge(
    role,
    Object.fromEntries(
      endpointArns(config).map((arn) => [
        `AwsSolutions::AwsSolutions-IAM5[Resource::${arn}]`,
        'every device has an endpoint of its own under the deployment’s platform application',
      ]),
    ),
  );
