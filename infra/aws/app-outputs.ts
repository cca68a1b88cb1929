import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Doorcode } from './doorcode.ts';
import { webFilesFrom, widgetFile, widgetSnippet } from './widget-snippet.ts';

export type Told = {
  readonly doorcode: Doorcode;
  /** The app client of the site. */
  readonly clientId: string;
  readonly operate: IManagedPolicy;
  readonly diagnose: IManagedPolicy;
};

/**
 * What people and commands need after a deployment, as the stack's outputs.
 * @throws {NotBuiltError} where the widget has not been built
 */
export const tellOutputs = (stack: Stack, { doorcode, clientId, operate, diagnose }: Told): void => {
  const say = (name: string, value: string, description: string) => new CfnOutput(stack, name, { value, description });
  const { webHosting, keys, tables, accountFunction } = doorcode;
  const { region } = stack;

  say('Region', region, 'Where it runs');
  say('UserPoolId', doorcode.userPool.userPoolId, 'The user pool');
  say('ClientId', clientId, 'The app client of the site');
  say('AccountApi', doorcode.accountApi.url, 'The account API');
  const triggers = doorcode.triggers.all.map((one) => one.function.functionName).join(',');
  say('TriggerFunctions', triggers, 'The functions behind the pool’s triggers: their logs are here');
  say('AccountFunction', accountFunction.functionName, 'The function behind the account API');
  say('DeliveryFunction', doorcode.deliveryFunction.functionName, 'The function that takes what became of mails');
  say('DeadLetters', doorcode.deadLetters.queueUrl, 'Mail events that could not be written down');
  say('RecordsTable', tables.records.tableName, 'The sign-in records');
  say('AuditTable', tables.audit.tableName, 'The audit trail');
  say('CodeKey', keys.code.keyArn, 'What codes derive from');
  say('IndexKey', keys.index.keyArn, 'What names addresses in tables');
  say('ConfigurationSet', doorcode.configurationSetName, 'How mails are sent');
  say('DashboardName', doorcode.dashboardName, 'The dashboard on CloudWatch');
  say('AlarmTopic', doorcode.alarmTopic.topicArn, 'Whom the alarms tell');
  say('OperatePolicy', operate.managedPolicyArn, 'Attach it to who runs audit, devices, limits and forget');
  say('DiagnosePolicy', diagnose.managedPolicyArn, 'Attach it to who runs doctor');
  // The account function's: it alone is told the pool and its clients, so that the commands need no more.
  const read =
    `aws lambda get-function-configuration --region ${region} --function-name ${accountFunction.functionName} ` +
    '--query Environment.Variables.DOORCODE_CONFIG --output text';
  say('OperatorConfig', read, 'Prints what the operator’s commands take as --config');
  if (doorcode.userPoolClient === undefined) {
    say('LambdaConfig', stack.toJsonString(doorcode.lambdaConfig), 'To be set on your pool: its triggers');
  }
  const host = webHosting?.distribution.distributionDomainName ?? null;
  if (webHosting !== undefined && host !== null) {
    const { bucketName } = webHosting.bucket;
    say('WebBucket', bucketName, 'Where the built web files go');
    say('WebUpload', `aws s3 sync ${webFilesFrom()} s3://${bucketName} --region ${region}`, 'Puts them there');
    say('WebHost', host, 'The host of the web files');
  }
  const served = host === null ? `, which serves ${webFilesFrom()} at its root` : '';
  say(
    'WidgetSnippet',
    widgetSnippet({ region, clientId, channels: doorcode.channels, host }, widgetFile()),
    `To be pasted into the sign-in page of the site${served}`,
  );
};
