import { DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { Deployment } from '../../deployment.ts';
import { type Check, type Finding, ok, warning } from '../finding.ts';

/** Both tables expire what is old and can be brought back. The local engine does neither. */
export const tableUpkeep: Check = {
  name: 'table upkeep',
  async run({ deployment }) {
    if (deployment.local !== null) return [];
    const names = Object.values(deployment.config.tables);
    const findings = await Promise.all(names.map((name) => checkUpkeep(deployment, name)));
    const problems = findings.flat();
    return problems.length > 0 ? problems : [ok('both tables expire what is old and have point-in-time recovery')];
  },
};

const checkUpkeep = async ({ clients }: Deployment, TableName: string): Promise<readonly Finding[]> => {
  const client = await clients.dynamodb();
  const [ttl, backups] = await Promise.all([
    client.send(new DescribeTimeToLiveCommand({ TableName })),
    client.send(new DescribeContinuousBackupsCommand({ TableName })),
  ]);
  const { TimeToLiveStatus, AttributeName } = ttl.TimeToLiveDescription ?? {};
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  return [
    ...(TimeToLiveStatus === 'ENABLED' && AttributeName === 'ttl'
      ? []
      : [warning(`the table ${TableName} never expires anything`, 'switch its TTL on, on the attribute ttl')]),
    ...(recovery === 'ENABLED'
      ? []
      : [warning(`the table ${TableName} has no point-in-time recovery`, 'switch it on in the DynamoDB console')]),
  ];
};
