import type { CostedTemplate } from './deployments.ts';
import type { PriceName } from './prices.ts';

/** Something that costs as long as it is there, used or not. */
export type Standing = { readonly what: string; readonly count: number; readonly price: PriceName };

type Properties = Readonly<Record<string, unknown>>;
type Charge = (properties: Properties) => readonly Standing[];

const free: Charge = () => [];
const listOf = (properties: Properties, name: string): readonly Properties[] =>
  (properties[name] ?? []) as readonly Properties[];

type MetricStat = { readonly MetricStat?: { readonly Period: number } };

const alarm: Charge = (properties) => {
  const periods = (listOf(properties, 'Metrics') as readonly MetricStat[]).flatMap(({ MetricStat }) =>
    MetricStat === undefined ? [] : [MetricStat.Period],
  );
  const fast = periods.filter((period) => period < 60).length;
  return [
    { what: 'metrics that alarms watch', count: periods.length - fast, price: 'cloudwatch.alarmMetric' },
    { what: 'metrics that fast alarms watch', count: fast, price: 'cloudwatch.fastAlarmMetric' },
  ];
};

/** What each type of resource costs by being there. One that is not named here is not known to be free. */
const charges: Readonly<Record<string, Charge>> = {
  'AWS::KMS::Key': () => [{ what: 'customer keys', count: 1, price: 'kms.key' }],
  'AWS::CloudWatch::Dashboard': () => [{ what: 'dashboards', count: 1, price: 'cloudwatch.dashboard' }],
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::WAFv2::WebACL': (properties) => [
    { what: 'web ACLs', count: 1, price: 'waf.acl' },
    { what: 'rules of the web ACL', count: listOf(properties, 'Rules').length, price: 'waf.rule' },
  ],
  // By what they hold, see the page's formulas.
  'AWS::DynamoDB::Table': free,
  'AWS::Logs::LogGroup': free,
  'AWS::S3::Bucket': free,
  // By what goes through.
  'AWS::ApiGatewayV2::Api': free,
  'AWS::CloudFront::Distribution': free,
  'AWS::Cognito::UserPool': free,
  'AWS::Events::Rule': free,
  'AWS::Lambda::Function': free,
  'AWS::SNS::Topic': free,
  'AWS::SQS::Queue': free,
  // By nothing.
  'AWS::ApiGatewayV2::Authorizer': free,
  'AWS::ApiGatewayV2::Integration': free,
  'AWS::ApiGatewayV2::Route': free,
  'AWS::ApiGatewayV2::Stage': free,
  'AWS::CloudFront::OriginAccessControl': free,
  'AWS::CloudFront::ResponseHeadersPolicy': free,
  'AWS::Cognito::UserPoolClient': free,
  'AWS::IAM::Policy': free,
  'AWS::IAM::Role': free,
  'AWS::Lambda::Permission': free,
  'AWS::S3::BucketPolicy': free,
  'AWS::SES::ConfigurationSet': free,
  'AWS::SES::ConfigurationSetEventDestination': free,
  'AWS::SNS::Subscription': free,
  'AWS::SNS::TopicPolicy': free,
  'AWS::SQS::QueuePolicy': free,
  'AWS::WAFv2::WebACLAssociation': free,
};

/**
 * What a template costs by standing there.
 * @throws {TypeError} for a type of resource of which nothing is known
 */
export const standingOf = ({ Resources }: CostedTemplate): readonly Standing[] => {
  const counts = new Map<string, Standing>();
  for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
    const charge = charges[Type];
    if (charge === undefined) {
      throw new TypeError(`${id} is a ${Type}: say in infra/build/costs/standing.ts what one costs by being there`);
    }
    for (const one of charge(Properties)) {
      counts.set(one.what, { ...one, count: one.count + (counts.get(one.what)?.count ?? 0) });
    }
  }
  return [...counts.values()].filter(({ count }) => count > 0);
};

/** How many resources of a type there are. */
export const countOf = ({ Resources }: CostedTemplate, type: string): number =>
  Object.values(Resources).filter(({ Type }) => Type === type).length;

type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: string }[];

/** The partition keys of the indexes of the audit table, as the template has them. */
export const auditIndexKeys = ({ Resources }: CostedTemplate): readonly string[] =>
  Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Type === 'AWS::DynamoDB::Table'
      ? listOf(Properties, 'GlobalSecondaryIndexes').flatMap((index) =>
          (index.KeySchema as KeySchema).flatMap(({ AttributeName, KeyType }) =>
            KeyType === 'HASH' ? [AttributeName] : [],
          ),
        )
      : [],
  );
