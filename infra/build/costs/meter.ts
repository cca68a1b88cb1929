import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type DestinationIndexes, indexUnits } from './index-units.ts';

/** Names of what a metered function is told in its URL. */
export const METERED_URL = 'meter';
export const METERED_FUNCTION = 'function';
export const METERED_CHANNELS = 'channels';

/** One request of a function to AWS. */
export type MeteredCall = {
  /** `dynamodb:GetItem`, `kms:GenerateMac`, `ses:SendEmail`, as IAM names them. */
  readonly action: string;
  /** The table that it names; null where it names none, or keys of one in a batch. */
  readonly table: string | null;
  /** What it costs of DynamoDB; 0 elsewhere. */
  readonly readUnits: number;
  readonly writeUnits: number;
};

/** One run of a function. */
export type MeteredInvocation = {
  readonly function: 'triggers' | 'mail events';
  readonly trigger: string | null;
  /** True where it found a container in which nothing was remembered. */
  readonly isNewContainer: boolean;
  readonly lines: readonly string[];
};

export type Metered = { readonly calls: readonly MeteredCall[]; readonly invocations: readonly MeteredInvocation[] };

export type Target = 'aws' | 'dynamodb' | 'cognito';

export type Meter = {
  readonly url: string;
  /** Says where requests go on to. */
  aim(targets: Readonly<Record<Target, string>>): void;
  /** What was counted since the last call. @throws where something could not be counted */
  take(): Metered;
  close(): Promise<void>;
};

/**
 * Starts what stands between the functions and AWS's services and counts what goes through. DynamoDB is asked to say
 * what each request consumed; what its indexes add is worked out here, as the local engine does not.
 * @param indexes the partition keys of each table's indexes, by the table's name
 */
export const startMeter = async (indexes: DestinationIndexes): Promise<Meter> => {
  let targets: Readonly<Record<string, string>> = {};
  let calls: MeteredCall[] = [];
  let invocations: MeteredInvocation[] = [];
  let failure: unknown;

  const take = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await buffer(incoming);
    if (incoming.url === '/invocations') {
      invocations.push(JSON.parse(body.toString()) as MeteredInvocation);
      outgoing.end();
      return;
    }
    const [, name = '', path = '/'] = /^\/to\/(\w+)(\/.*)?$/.exec(incoming.url ?? '') ?? [];
    const target = targets[name];
    if (target === undefined) throw new Error(`a function asked ${incoming.url} before the meter was aimed`);
    const action = actionOf(path, incoming.headers, body.toString());
    const isDynamoDb = name === 'dynamodb';
    const onward = isDynamoDb ? askForUnits(body) : body;
    const answer = await pass(new URL(path, target), incoming, onward);
    const units = isDynamoDb ? unitsOf(action, body.toString(), answer.body, indexes) : { readUnits: 0, writeUnits: 0 };
    calls.push({ action, table: isDynamoDb ? tableOf(body) : null, ...units });
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  };
  const server = createServer((incoming, outgoing) => {
    take(incoming, outgoing).catch((cause: unknown) => {
      failure = cause;
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  return {
    url: `http://127.0.0.1:${port}`,
    aim: (given) => {
      targets = given;
    },
    take: () => {
      if (failure !== undefined) throw failure;
      const taken = { calls, invocations };
      [calls, invocations] = [[], []];
      return taken;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  TrentService: 'kms',
  AWSCognitoIdentityProviderService: 'cognito-idp',
};

const actionOf = (path: string, headers: IncomingHttpHeaders, body: string): string => {
  const [service = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (service in SERVICES) return `${SERVICES[service]}:${operation}`;
  if (path.startsWith('/v2/email/outbound-emails')) return 'ses:SendEmail';
  if (path.includes('/messages')) return 'mobiletargeting:SendMessages';
  const form = new URLSearchParams(body);
  return `sns:${form.get('Action')} ${form.has('PhoneNumber') ? 'sms' : 'push'}`;
};

const tableOf = (body: Buffer): string | null =>
  (JSON.parse(body.toString()) as { TableName?: string }).TableName ?? null;

const askForUnits = (body: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'TOTAL' }));

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

const pass = (url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { host: _host, 'content-length': _length, ...same } = headers;
    const outgoing = request(url, { method, headers: { ...same, 'content-length': body.byteLength } }, (answer) => {
      buffer(answer).then(
        (answered) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: answered }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

type Consumed = { readonly CapacityUnits: number };

const unitsOf = (action: string, asked: string, answered: Buffer, indexes: DestinationIndexes) => {
  const { ConsumedCapacity } = JSON.parse(answered.toString()) as { ConsumedCapacity?: Consumed | Consumed[] };
  if (ConsumedCapacity === undefined) throw new Error(`${action} was refused: ${answered.toString().slice(0, 200)}`);
  const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  const isWrite = /PutItem|UpdateItem|DeleteItem/.test(action);
  return isWrite
    ? { readUnits: 0, writeUnits: units + indexUnits(JSON.parse(asked), indexes, units) }
    : { readUnits: units, writeUnits: 0 };
};
