import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type RequestSigner, requestSigner, type SignableRequest } from '../../channels/request-signer.ts';

const identity = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
const signingDate = new Date('2026-11-22T12:34:56.789Z');

const plainRequest: SignableRequest & Record<string, unknown> = {
  method: 'POST',
  protocol: 'https:',
  hostname: 'sns.eu-west-1.amazonaws.com',
  path: '/',
  query: {},
  headers: { host: 'sns.eu-west-1.amazonaws.com', 'content-type': 'application/json', 'x-amz-target': 'A.B' },
  body: '{}',
};

/** The SDK's own signer, and ours with the SDK's behind it, which notes when it is asked. */
const signersOf = (credentials: typeof identity & { sessionToken?: string }, region = 'eu-west-1') => {
  const { config } = new SNSClient({ region, credentials });
  const sdk = async () => (await config.signer()) as unknown as RequestSigner;
  const handedOver: SignableRequest[] = [];
  const ours = requestSigner(
    { credentials: async () => credentials, region: async () => region, defaultSigningName: 'sns' },
    async () => ({
      sign: async (request, how) => {
        handedOver.push(request);
        return (await sdk()).sign(request, how);
      },
    }),
  );
  return { sdk, ours, handedOver };
};

const word = fc.stringMatching(/^[\x21-\x7e]{1,20}$/);
const requests = fc.record({
  path: fc.oneof(
    fc.constantFrom('/', '/v2/email/outbound-emails', '/v1/apps/0123abc/messages'),
    fc.stringMatching(/^(?:\/[\w.~%/ -]{0,8}){1,4}$/),
  ),
  body: fc.oneof(fc.string(), fc.uint8Array({ maxLength: 64 })),
  headers: fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        ...'content-type user-agent amz-sdk-request X-Amzn-Trace-Id Date date x-amz-date traceparent te'.split(' '),
      ),
      fc.stringMatching(/^[a-zA-Z-]{1,12}$/).filter((name) => !/^(?:x-amz-|__proto__)/i.test(name)),
    ),
    fc.oneof(
      word,
      fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')),
      fc.string(),
    ),
    { maxKeys: 6 },
  ),
});

describe('requestSigner', () => {
  test('signs whatever request as the SDK does, header by header', async () => {
    const signers = [
      signersOf(identity),
      signersOf({ ...identity, secretAccessKey: 'other', sessionToken: 'a session token' }, 'us-east-1'),
    ];
    const days = fc.constantFrom(signingDate, new Date('2026-11-23T00:00:00Z'));

    await fc.assert(
      fc.asyncProperty(requests, fc.constantFrom(...signers), days, async (parts, { sdk, ours }, day) => {
        const request = { ...plainRequest, ...parts, headers: { ...plainRequest.headers, ...parts.headers } };
        const expected = await (await sdk()).sign(request, { signingDate: day });

        const signed = await ours.sign(request, { signingDate: day });

        expect(signed.headers).toEqual(expected.headers);
      }),
      { numRuns: 300 },
    );
  });

  test('signs the requests of a sign-in itself, on Lambda too', async () => {
    const { ours, handedOver } = signersOf({ ...identity, sessionToken: 'token' });
    const headers = { ...plainRequest.headers, 'X-Amzn-Trace-Id': 'Root=1-2', 'user-agent': 'doorcode' };

    for (const path of ['/', '/v2/email/outbound-emails', '/v1/apps/0123abc/messages']) {
      await ours.sign({ ...plainRequest, path, headers }, { signingDate });
    }

    expect(handedOver).toEqual([]);
  });

  test.each([
    ['a query', { query: { a: 'b' } }],
    ['a path to be encoded', { path: '/a b' }],
    ['a path to be shortened', { path: '/a/../b' }],
    ['an empty segment', { path: '/a//b' }],
    ['no body', { body: undefined }],
    ['a header of two lines', { headers: { host: 'h', 'x-amz-note': 'a\nb' } }],
    ['a header that proxies change', { headers: { host: 'h', connection: 'keep-alive' } }],
    ['a date of its own', { headers: { host: 'h', date: 'then' } }],
    ['a header in capitals', { headers: { host: 'h', 'X-Amz-Note': 'a' } }],
  ])('hands a request with %s to the SDK', async (_, parts) => {
    const { sdk, ours, handedOver } = signersOf(identity);
    const request = { ...plainRequest, ...parts };

    const signed = await ours.sign(request, { signingDate });

    expect(handedOver).toEqual([request]);
    expect(signed.headers).toEqual((await (await sdk()).sign(request, { signingDate })).headers);
  });

  test('takes the region, service and time that the SDK gives for one request', async () => {
    const { sdk, ours, handedOver } = signersOf(identity);
    const how = { signingDate, signingRegion: 'ap-south-1', signingService: 'ses' };

    const signed = await ours.sign(plainRequest, how);

    expect(signed.headers.authorization).toContain('Credential=AKID/20261122/ap-south-1/ses/aws4_request,');
    expect(signed.headers).toEqual((await (await sdk()).sign(plainRequest, how)).headers);
    expect(handedOver).toEqual([]);
  });

  test('signs with credentials as they are at the time', async () => {
    let current = identity;
    const { sdk } = signersOf({ ...identity, secretAccessKey: 'renewed' });
    const signer = requestSigner(
      { credentials: async () => current, region: async () => 'eu-west-1', defaultSigningName: 'sns' },
      sdk,
    );
    await signer.sign(plainRequest, { signingDate });

    current = { ...identity, secretAccessKey: 'renewed' };
    const signed = await signer.sign(plainRequest, { signingDate });

    expect(signed.headers).toEqual((await (await sdk()).sign(plainRequest, { signingDate })).headers);
  });

  test('leaves the request that it was given as it was', async () => {
    const { ours } = signersOf(identity);
    const before = structuredClone(plainRequest);

    await ours.sign(plainRequest, { signingDate });

    expect(plainRequest).toEqual(before);
  });
});
