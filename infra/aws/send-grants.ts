import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConfigurationSet, IEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Config, Medium } from '../../functions/runtime/config.ts';
import { acknowledge } from './acknowledge.ts';
import { addressOf, identityName, identityNames } from './sender.ts';

export type Senders = {
  readonly config: Config;
  /** Null: whatever Amazon SES knows the sender by. */
  readonly identity: IEmailIdentity | null;
  /** Addresses whose identities are asked for, too, in the SES sandbox. */
  readonly sandboxRecipients: readonly string[];
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
  { config, identity, sandboxRecipients, configurationSet }: Senders,
  media: readonly Medium[] = config.routing.order,
): void => {
  const stack = Stack.of(role);
  const providerOf = (medium: 'sms' | 'push') => (media.includes(medium) ? config[medium]?.provider : undefined);
  const say = (statement: PolicyStatement) => role.addToPrincipalPolicy(statement);
  if (config.routing.order.includes('email')) {
    const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ses', resource, resourceName });
    // Amazon SES asks about the identity that it uses: the narrowest that is verified, which may be any of these.
    const names = new Set([config.email.from, ...sandboxRecipients].flatMap(identityNames));
    if (identity !== null) names.delete(identityName(identity.emailIdentityName));
    say(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [
          ...(identity === null ? [] : [identity.emailIdentityArn]),
          ...[...names].map((name) => arn('identity', name)),
          arn('configuration-set', configurationSet.configurationSetName),
        ],
        conditions: { StringEqualsIgnoreCase: { 'ses:FromAddress': addressOf(config.email.from) } },
      }),
    );
  }
  if (providerOf('sms') === 'sns') {
    // To IAM the number itself is the resource, and no ARN: so whatever is no ARN of SNS, and with it no topic.
    const everyArn = stack.formatArn({ service: 'sns', region: '*', account: '*', resource: '*' });
    say(new PolicyStatement({ sid: 'TextMessages', actions: ['sns:Publish'], notResources: [everyArn] }));
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
