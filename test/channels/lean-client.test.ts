import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from '@jest/globals';
import { leanClient, leanConfig, USER_AGENT } from '../../channels/lean-client.ts';
import { pinpointClient } from '../../channels/pinpoint.ts';
import { sesClient } from '../../channels/ses.ts';
import { snsClient } from '../../channels/sns.ts';
import { createDynamoClient } from '../../functions/store/dynamo-client.ts';

type Headers = Record<string, string>;
const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };
const ANSWER =
  '<CreateTopicResponse><CreateTopicResult><TopicArn>arn</TopicArn></CreateTopicResult></CreateTopicResponse>';

/** What a client puts on the wire. */
const headersOf = async (clientOf: (config: object) => SNSClient): Promise<Headers> => {
  let sent: Headers = {};
  const client = clientOf({
    region: 'eu-west-1',
    credentials,
    requestHandler: {
      handle: async ({ headers }: { headers: Headers }) => {
        sent = headers;
        return { response: { statusCode: 200, headers: {}, body: new TextEncoder().encode(ANSWER) } };
      },
    },
  });
  await client.send(new CreateTopicCommand({ Name: 'name' }), {});
  return sent;
};
const lean = (config: object) => leanClient(new SNSClient({ ...leanConfig, ...config }));

describe('a lean client', () => {
  test.each([
    ['DynamoDB', () => createDynamoClient()],
    ['SES', () => sesClient({ region: 'eu-west-1' })],
    ['SNS', () => snsClient({ region: 'eu-west-1' })],
    ['Pinpoint', () => pinpointClient({ region: 'eu-west-1' })],
  ])('of %s keeps no copy of what goes through it for a log, and names no machine', (_, open) => {
    const steps = open()
      .middlewareStack.identify()
      .map((step) => step.split(' ')[0]);

    expect(steps).not.toContain('loggerMiddleware');
    expect(steps).not.toContain('getUserAgentMiddleware');
    expect(steps).toContain('doorcodeUserAgent');
  });

  test('takes out steps that a client of the SDK really has', () => {
    const steps = new SNSClient({}).middlewareStack.identify().map((step) => step.split(' ')[0]);

    expect(steps).toEqual(expect.arrayContaining(['loggerMiddleware', 'getUserAgentMiddleware']));
  });

  test('sends the headers that any client sends, but for the name that it calls itself', async () => {
    const plain = await headersOf((config) => new SNSClient(config));
    const ours = await headersOf(lean);

    const { 'x-amz-user-agent': _, ...expected } = plain;
    expect(Object.keys(ours).sort()).toEqual(Object.keys(expected).sort());
    expect(ours['user-agent']).toBe(USER_AGENT);
    expect(ours['x-amz-content-sha256']).toBe(plain['x-amz-content-sha256']);
  });

  test('signs as any client does', async () => {
    const signatureOf = async (config: object) => {
      const { config: resolved } = new SNSClient({ region: 'eu-west-1', credentials, ...config });
      const signer = await resolved.signer();
      const request = { method: 'POST', protocol: 'https:', hostname: 'h', path: '/', headers: {}, body: 'a=b' };
      const signed = await signer.sign(request, { signingDate: new Date('2026-11-22T12:00:00Z') });
      return (signed as { headers: Headers }).headers.authorization;
    };

    expect(await signatureOf(leanConfig)).toBe(await signatureOf({}));
    expect(await signatureOf({ ...leanConfig, credentials: { ...credentials, secretAccessKey: 'other' } })).not.toBe(
      await signatureOf({}),
    );
  });
});
