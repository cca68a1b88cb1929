import { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { AlarmDefinition } from './alarm-definitions.ts';

export type AlarmsProps = {
  readonly definitions: readonly AlarmDefinition[];
  /** Who is written to. Null: nobody yet; the topic is there to subscribe to. */
  readonly email: string | null;
  readonly encryptionKey: IKey;
};

/** The alarms, and the topic that they tell. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { definitions, email, encryptionKey }: AlarmsProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Doorcode alarms',
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    });
    this.topic.grantPublish(cloudWatch);
    encryptionKey.grant(cloudWatch, 'kms:Decrypt', 'kms:GenerateDataKey');
    if (email !== null) {
      const subscription = new Subscription(this, 'Email', {
        topic: this.topic,
        protocol: SubscriptionProtocol.EMAIL,
        endpoint: email,
      });
      acknowledge(subscription, {
        'Serverless::Serverless-SNSRedrivePolicy':
          'an email that is not delivered has no queue to go to; the alarm stays visible',
      });
    }
    for (const one of definitions) {
      new CfnAlarm(this, one.id, {
        alarmDescription: one.description,
        comparisonOperator: one.comparison,
        threshold: one.threshold,
        evaluationPeriods: one.evaluationPeriods,
        datapointsToAlarm: one.datapointsToAlarm,
        treatMissingData: 'notBreaching',
        alarmActions: [this.topic.topicArn],
        okActions: [this.topic.topicArn],
        metrics: [
          { id: 'verdict', expression: one.expression, label: one.label, returnData: true },
          ...one.metrics.map(({ id: metricId, namespace, name, dimensions, stat }) => ({
            id: metricId,
            returnData: false,
            metricStat: {
              stat,
              period: one.period,
              metric: {
                namespace,
                metricName: name,
                dimensions: Object.entries(dimensions).map(([dimension, value]) => ({ name: dimension, value })),
              },
            },
          })),
        ],
      });
    }
  }
}
