import type { KMSClient } from '@aws-sdk/client-kms';
import { SignInError } from '../sign-in/errors.ts';
import type { HmacKey } from '../sign-in/hmac-key.ts';
import { codeKeyTag } from '../sign-in/keys.ts';
import type { KeySet, Keys } from '../sign-in/ports.ts';
import { until } from '../sign-in/until.ts';
import { keyFromMac, keyMaterialRequest } from './derive-key.ts';

/** The key service has this long, all calls together, ms. */
const TIMEOUT_MS = 500;

export type KeyArns = {
  /** HMAC_256 key that codes derive from. */
  readonly code: string;
  /** The code key before the last change, or null. */
  readonly previousCode: string | null;
  /** HMAC_256 key that names destinations and unknown users. Not rotated without a migration. */
  readonly index: string;
};

/**
 * Derives this container's keys from KMS, once: one GenerateMac over a fixed label per key, then HKDF-SHA256
 * (RFC 5869). Call `get` at init without awaiting it to begin early. A failure is not remembered.
 * @param connect makes the KMS client when it is first needed
 */
export const kmsKeys = (arns: KeyArns, connect: () => Promise<Pick<KMSClient, 'send'>>): Keys => {
  let pending: Promise<KeySet> | undefined;

  const load = async (): Promise<KeySet> => {
    // Before the clock starts: on a small, cold container the SDK alone may take as long to load.
    const [client, { GenerateMacCommand }] = await Promise.all([connect(), import('./kms-client.ts')]);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const derive = async (keyId: string, use: 'code' | 'index'): Promise<HmacKey> => {
      const command = new GenerateMacCommand({ KeyId: keyId, ...keyMaterialRequest });
      const { Mac } = await until(signal, client.send(command, { abortSignal: signal }));
      return keyFromMac(Mac, use);
    };
    const [code, previous, index] = await Promise.all([
      derive(arns.code, 'code'),
      arns.previousCode === null ? null : derive(arns.previousCode, 'code'),
      derive(arns.index, 'index'),
    ]);
    return {
      code: { tag: codeKeyTag(arns.code), key: code },
      previousCode:
        arns.previousCode === null || previous === null ? null : { tag: codeKeyTag(arns.previousCode), key: previous },
      index,
    };
  };

  return {
    get() {
      pending ??= load().catch((cause: unknown) => {
        pending = undefined;
        throw new SignInError('TRY_LATER', { cause: new Error('KMS gave no key', { cause }) });
      });
      return pending;
    },
  };
};
