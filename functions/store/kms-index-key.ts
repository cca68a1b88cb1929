import type { KMSClient } from '@aws-sdk/client-kms';
import type { HmacKey } from '../sign-in/hmac-key.ts';
import { keyFromMac, keyMaterialRequest } from './derive-key.ts';

/** Derives the index key alone, once: for functions that may not touch the code key. A failure is not remembered. */
export const kmsIndexKey = (
  keyId: string,
  connect: () => Promise<Pick<KMSClient, 'send'>>,
): (() => Promise<HmacKey>) => {
  let pending: Promise<HmacKey> | undefined;
  const load = async (): Promise<HmacKey> => {
    const [client, { GenerateMacCommand }] = await Promise.all([connect(), import('./kms-client.ts')]);
    const { Mac } = await client.send(new GenerateMacCommand({ KeyId: keyId, ...keyMaterialRequest }));
    return keyFromMac(Mac, 'index');
  };
  return () => {
    pending ??= load().catch((cause: unknown) => {
      pending = undefined;
      throw new Error('KMS gave no index key', { cause });
    });
    return pending;
  };
};
