import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { inWords } from '../../duration.ts';
import { type Check, error, ok } from '../finding.ts';

/** AWS refuses requests from five minutes on; the times that these commands show are off before that. */
const MAX_SKEW_MS = 30_000;

/** This machine's clock agrees with that of AWS. */
export const clock: Check = {
  name: 'clock',
  async run({ deployment, clock: now }) {
    const client = await deployment.clients.dynamodb();
    const command = new DescribeTableCommand({ TableName: deployment.config.tables.records });
    let date: string | undefined;
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        date = (result.response as { headers?: Record<string, string> }).headers?.date;
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'doorcodeDate' },
    );
    const before = now();
    // Whether the table is there is somebody else's question: a refusal is dated as well.
    const refusal = await client.send(command).then(
      () => undefined,
      (cause: { $response?: { headers?: Record<string, string> } }) => cause.$response,
    );
    const theirs = Date.parse(date ?? refusal?.headers?.date ?? '');
    if (Number.isNaN(theirs)) return [];
    const skew = (before + now()) / 2 - theirs;
    if (Math.abs(skew) <= MAX_SKEW_MS) return [ok('the clock of this machine agrees with that of AWS')];
    const how = `${inWords(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'}`;
    return [
      error(`the clock of this machine is ${how} that of AWS`, 'switch network time on (timedatectl set-ntp true)'),
    ];
  },
};
