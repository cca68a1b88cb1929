import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One call of an AWS service, as IAM would judge it. */
export type AwsCall = {
  /** `dynamodb:GetItem`, `kms:GenerateMac`, `ses:SendEmail`. */
  readonly action: string;
  /** The table, key, sender, application or number. */
  readonly resource: string;
};

type Body = Record<string, unknown>;

/** Hands everything on to `target` and tells of every call on the way. */
export const recordCalls = async (
  target: string,
  onCall: (call: AwsCall) => void,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    for (const call of callsOf(incoming.url ?? '/', incoming.headers, body.toString())) onCall(call);
    const { host: _host, ...headers } = incoming.headers;
    const onward = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const services: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  TrentService: 'kms',
  AWSCognitoIdentityProviderService: 'cognito-idp',
};

const callsOf = (path: string, headers: IncomingHttpHeaders, body: string): readonly AwsCall[] => {
  const [service = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (service in services) return jsonCalls(`${services[service]}:${operation}`, JSON.parse(body) as Body);
  const [, , , name = '', kind = ''] = path.split(/[/?]/);
  if (path.startsWith('/v2/email/outbound-emails')) {
    const { FromEmailAddress: from, ConfigurationSetName: set } = JSON.parse(body) as Body;
    const resources = [String(from), ...(set === undefined ? [] : [`configuration-set/${set}`])];
    return resources.map((resource) => ({ action: 'ses:SendEmail', resource }));
  }
  if (path.startsWith('/v2/email/')) {
    return [{ action: `ses:${sesReads[name] ?? name}`, resource: decodeURIComponent(kind) }];
  }
  if (path.startsWith('/v1/apps/')) {
    return [{ action: `mobiletargeting:${kind === 'messages' ? 'SendMessages' : 'GetApp'}`, resource: name }];
  }
  const form = new URLSearchParams(body);
  const resource = ['PhoneNumber', 'TargetArn', 'PlatformApplicationArn', 'EndpointArn'].find((one) => form.has(one));
  return [{ action: `sns:${form.get('Action')}`, resource: form.get(resource ?? '') ?? '' }];
};

const sesReads: Readonly<Record<string, string>> = {
  account: 'GetAccount',
  identities: 'GetEmailIdentity',
  'configuration-sets': 'GetConfigurationSet',
};

const jsonCalls = (action: string, input: Body): readonly AwsCall[] => {
  const named = input.RequestItems === undefined ? [] : Object.keys(input.RequestItems as object);
  if (named.length > 0) return named.map((resource) => ({ action, resource }));
  const single = input.TableName ?? input.KeyId ?? input.UserPoolId ?? 'token';
  return [{ action, resource: `${single}${input.IndexName === undefined ? '' : `/index/${input.IndexName}`}` }];
};
