import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AppSettings } from './app-settings.ts';
import { Doorcode } from './doorcode.ts';
import { widgetSnippet } from './widget-snippet.ts';

/** The stack of Doorcode's own app: the construct, and the outputs that people and commands need next. */
export class DoorcodeStack extends Stack {
  readonly doorcode: Doorcode;

  constructor(scope: Construct, settings: AppSettings, stackProps: StackProps = {}) {
    super(scope, settings.stackName, {
      description: 'Doorcode: passwordless sign-in for Amazon Cognito by one-time code',
      ...stackProps,
    });
    const props = settings.props(this);
    const doorcode = new Doorcode(this, 'Doorcode', props);
    this.doorcode = doorcode;
    const say = (name: string, value: string, description: string) => new CfnOutput(this, name, { value, description });

    say('Region', this.region, 'Where it runs');
    say('UserPoolId', doorcode.userPool.userPoolId, 'The user pool');
    const clientId = doorcode.userPoolClient?.userPoolClientId ?? props.clientIds?.[0] ?? '';
    say('ClientId', clientId, 'The app client of the site');
    say('AccountApi', doorcode.accountApi.url, 'The account API');
    say('RecordsTable', doorcode.tables.records.tableName, 'Sign-in records, for the operator’s commands');
    say('AuditTable', doorcode.tables.audit.tableName, 'The audit trail, for the operator’s commands');
    say('IndexKey', doorcode.keys.index.keyArn, 'Names destinations, for the operator’s commands');
    say('ConfigurationSet', doorcode.configurationSetName, 'How mails are sent');
    say('DashboardName', doorcode.dashboardName, 'The dashboard on CloudWatch');
    say('AlarmTopic', doorcode.alarmTopic.topicArn, 'Whom the alarms tell');
    if (doorcode.userPoolClient === undefined) {
      say('LambdaConfig', this.toJsonString(doorcode.lambdaConfig), 'To be set on your pool: its triggers');
    }
    if (doorcode.webHosting !== undefined) {
      say('WebBucket', doorcode.webHosting.bucket.bucketName, 'Where the built web files go');
      say('WebHost', doorcode.webHosting.distribution.distributionDomainName, 'The host of the web files');
    }
    say(
      'WidgetSnippet',
      widgetSnippet({
        region: this.region,
        clientId,
        channels: doorcode.channels,
        host: doorcode.webHosting?.distribution.distributionDomainName ?? null,
      }),
      'To be pasted into the sign-in page',
    );
  }
}
