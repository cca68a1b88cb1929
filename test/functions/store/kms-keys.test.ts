import { KeyObject } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { HmacKey } from '../../../functions/sign-in/hmac-key.ts';
import type { KeySet } from '../../../functions/sign-in/ports.ts';
import { createKmsClient } from '../../../functions/store/kms-client.ts';
import { kmsKeys } from '../../../functions/store/kms-keys.ts';
import { type AwsServer, startAwsServer } from '../../../infra/local/aws/server.ts';
import { createInbox } from '../../../infra/local/inbox.ts';

const arn = (name: string) => `arn:aws:kms:us-east-1:000000000000:key/${name}`;
const [FIRST, SECOND, INDEX] = [arn('first-key'), arn('second-key'), arn('index-key')];
const arns = { code: FIRST, previousCode: null, index: INDEX };

/** The keys' bytes: KeyObjects themselves all look alike to a matcher. */
const bytesOf = ({ code, previousCode, index }: KeySet) => {
  const hex = (key: HmacKey | undefined) =>
    key instanceof KeyObject ? key.export().toString('hex') : key && Buffer.from(key).toString('hex');
  return { code: hex(code.key), previousCode: hex(previousCode?.key), index: hex(index) };
};

describe('the keys from KMS', () => {
  let server: AwsServer;
  let clients = 0;
  const open = (names: { code: string; previousCode: string | null; index: string } = arns) =>
    kmsKeys(names, async () => {
      clients += 1;
      return createKmsClient();
    });

  beforeAll(async () => {
    server = await startAwsServer({ port: 0, inbox: createInbox(), kmsKeys: [FIRST, SECOND, INDEX] });
    process.env.AWS_REGION = 'us-east-1';
    process.env.AWS_ACCESS_KEY_ID = 'local';
    process.env.AWS_SECRET_ACCESS_KEY = 'local';
    process.env.AWS_ENDPOINT_URL_KMS = server.url;
  });
  afterEach(() => server.clearFaults());
  afterAll(() => server.close());

  const fault = (change: object) => server.setFault({ service: 'kms', operation: 'GenerateMac', times: -1, ...change });

  test('are the same in every container, and different from each other', async () => {
    const [one, two] = await Promise.all([open().get(), open().get()]);

    expect(bytesOf(one)).toEqual(bytesOf(two));
    expect(bytesOf(one).code).toMatch(/^[0-9a-f]{64}$/);
    expect(bytesOf(one).index).toMatch(/^[0-9a-f]{64}$/);
    expect(bytesOf(one).code).not.toBe(bytesOf(one).index);
    expect(one.previousCode).toBeNull();
  });

  test('are fetched once, by one client, however many ask', async () => {
    const keys = open();
    clients = 0;

    const sets = await Promise.all([keys.get(), keys.get(), keys.get()]);
    await keys.get();
    expect(new Set(sets).size).toBe(1);
    expect(clients).toBe(1);
  });

  test('keep the key before the last change, by the tag that challenges remember', async () => {
    const before = await open().get();
    const later = await open({ code: SECOND, previousCode: FIRST, index: INDEX }).get();

    expect(later.previousCode?.tag).toBe(before.code.tag);
    expect(bytesOf(later).previousCode).toBe(bytesOf(before).code);
    expect(later.code.tag).not.toBe(before.code.tag);
    expect(bytesOf(later).code).not.toBe(bytesOf(before).code);
    expect(bytesOf(later).index).toBe(bytesOf(before).index);
  });

  test.each([
    ['is throttled', { error: 'ThrottlingException' }],
    ['fails', { status: 500 }],
    ['denies access', { error: 'AccessDeniedException' }],
    ['loses its answers', { drop: true }],
    ['hangs', { delayMs: 60_000 }],
  ])('say TRY_LATER while KMS %s, in time, and are there when that is over', async (_, change) => {
    const keys = open();
    await fault(change);
    const startedAt = performance.now();

    await expect(keys.get()).rejects.toMatchObject({ code: 'TRY_LATER', cause: expect.any(Error) });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    await server.clearFaults();
    await expect(keys.get()).resolves.toMatchObject({ previousCode: null });
  });

  test('hand out the index key alone to whoever may derive no code, by one call in all', async () => {
    const asked: (string | undefined)[] = [];
    const client = createKmsClient();
    const send = (command: { readonly input: { readonly KeyId?: string } }, options: object) => {
      asked.push(command.input.KeyId);
      if (command.input.KeyId === FIRST) throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      return client.send(command as never, options);
    };
    const keys = kmsKeys(arns, async () => ({ send }) as unknown as typeof client);

    const index = await keys.index();
    await expect(keys.get()).rejects.toMatchObject({ code: 'TRY_LATER' });

    expect(await keys.index()).toBe(index);
    expect(bytesOf({ ...(await open().get()), index }).index).toBe(bytesOf(await open().get()).index);
    expect(asked).toEqual([INDEX, FIRST]);
  });

  test('say TRY_LATER for a key that does not exist', async () => {
    await expect(open({ ...arns, code: arn('no-such-key') }).get()).rejects.toMatchObject({ code: 'TRY_LATER' });
  });

  test('leave no rejection unhandled when one key fails and the others hang', async () => {
    const unhandled: unknown[] = [];
    const note = (cause: unknown) => void unhandled.push(cause);
    process.on('unhandledRejection', note);
    await server.setFault({ service: 'kms', times: 1, error: 'AccessDeniedException' });
    await fault({ delayMs: 60_000 });

    await expect(open().get()).rejects.toMatchObject({ code: 'TRY_LATER' });
    await server.clearFaults();
    await expect(open().get()).resolves.toBeDefined();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
