import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from '@jest/globals';
import { leanClient, USER_AGENT } from '../../channels/lean-client.ts';
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
const lean = (config: object) => leanClient(new SNSClient(config));

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
});
