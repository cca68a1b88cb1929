import { GenerateMacCommand, KMSClient, ListKeysCommand, type MacAlgorithmSpec } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsServer } from '../../../../infra/local/aws/server.ts';
import { ALIAS, KEY_ARN, oneTryAt, rejection, signedPost, startServer } from './stack.ts';

let server: AwsServer;
let client: KMSClient;

beforeAll(async () => {
  ({ server } = await startServer());
  client = new KMSClient(oneTryAt(server.url));
});
afterAll(() => server.close());

const mac = async (changes: object = {}, of = client) => {
  const input = { KeyId: KEY_ARN, MacAlgorithm: 'HMAC_SHA_256' as const, Message: Buffer.from('label'), ...changes };
  const { Mac, KeyId, MacAlgorithm } = await of.send(new GenerateMacCommand(input));
  return { mac: Buffer.from(Mac ?? []).toString('hex'), KeyId, MacAlgorithm };
};

describe('KMS GenerateMac', () => {
  test('gives 32 bytes, the same for the same key and message', async () => {
    const first = await mac();

    expect(first).toEqual({
      mac: expect.stringMatching(/^[0-9a-f]{64}$/),
      KeyId: KEY_ARN,
      MacAlgorithm: 'HMAC_SHA_256',
    });
    expect(await mac()).toEqual(first);
  });

  test('gives other bytes for another message and another key', async () => {
    const macs = await Promise.all([mac(), mac({ Message: Buffer.from('other') }), mac({ KeyId: ALIAS })]);

    expect(new Set(macs.map((one) => one.mac)).size).toBe(3);
  });

  test('knows a key by its id and its ARN, an alias by its name and its ARN', async () => {
    expect(await mac({ KeyId: 'code' })).toEqual(await mac());
    expect(await mac({ KeyId: `arn:aws:kms:us-east-1:000000000000:${ALIAS}` })).toEqual(await mac({ KeyId: ALIAS }));
  });

  test('has other secrets after a restart', async () => {
    const { server: next } = await startServer();
    const nextClient = new KMSClient(oneTryAt(next.url));

    expect((await mac({}, nextClient)).mac).not.toBe((await mac()).mac);

    await next.close();
  });

  test.each([
    ['an unknown key', { KeyId: 'nope' }, 'NotFoundException', 'key/nope'],
    ['an unknown alias', { KeyId: 'alias/nope' }, 'NotFoundException', 'alias/nope is not found'],
    ['an empty key id', { KeyId: '' }, 'ValidationException', 'keyId'],
    ['an empty message', { Message: new Uint8Array() }, 'ValidationException', 'message'],
    ['a message of 4097 bytes', { Message: new Uint8Array(4_097) }, 'ValidationException', 'message'],
    ['an unknown algorithm', { MacAlgorithm: 'MD5' as MacAlgorithmSpec }, 'ValidationException', 'enum value set'],
    ['an algorithm of longer keys', { MacAlgorithm: 'HMAC_SHA_512' }, 'InvalidKeyUsageException', 'HMAC_256'],
  ])('refuses %s', async (_, changes, name, text) => {
    const error = await rejection(mac(changes));

    expect(error.name).toBe(name);
    expect(error.message).toContain(text);
    expect(error.$metadata?.httpStatusCode).toBe(400);
  });

  test('names an operation that it does not serve', async () => {
    const error = await rejection(client.send(new ListKeysCommand({})));

    expect(error.name).toBe('UnknownOperationException');
    expect(error.message).toContain('does not serve ListKeys of kms');
  });

  test.each([
    ['malformed JSON', '{', 400, 'SerializationException'],
    ['null', 'null', 400, 'SerializationException'],
    ['wrong types', '{"KeyId":{}}', 400, 'SerializationException'],
    [
      'a message that is no base64',
      `{"KeyId":"code","Message":"*","MacAlgorithm":"HMAC_SHA_256"}`,
      400,
      'SerializationException',
    ],
    ['nulls for everything', '{"KeyId":null,"Message":null,"MacAlgorithm":null}', 400, 'ValidationException'],
    ['a body of 1 MB', 'x'.repeat(1_000_000), 413, 'RequestEntityTooLarge'],
  ])('answers %s in its own protocol', async (_, body, status, type) => {
    const target = { 'x-amz-target': 'TrentService.GenerateMac', 'content-type': 'application/x-amz-json-1.1' };

    const response = await signedPost(server.url, 'kms', body, target);

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ __type: type, message: expect.any(String) });
  });
});
