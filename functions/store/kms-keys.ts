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
 * Derives this container's keys from KMS, each once: one GenerateMac over a fixed label per key, then HKDF-SHA256
 * (RFC 5869). Call `get` or `index` at init without awaiting it to begin early. A failure is not remembered.
 * @param connect makes the KMS client when it is first needed
 */
export const kmsKeys = (arns: KeyArns, connect: () => Promise<Pick<KMSClient, 'send'>>): Keys => {
  const client = once(connect);
  const derive = async (keyId: string, use: 'code' | 'index'): Promise<HmacKey> => {
    // Before the clock starts: on a small, cold container the SDK alone may take as long to load.
    const [kms, { GenerateMacCommand }] = await Promise.all([client(), import('./kms-client.ts')]);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const command = new GenerateMacCommand({ KeyId: keyId, ...keyMaterialRequest });
    const { Mac } = await until(signal, kms.send(command, { abortSignal: signal }));
    return keyFromMac(Mac, use);
  };
  const index = once(() => derive(arns.index, 'index'));
  const all = once(async (): Promise<KeySet> => {
    const asked = [
      derive(arns.code, 'code'),
      arns.previousCode === null ? null : derive(arns.previousCode, 'code'),
      index(),
    ] as const;
    // All to their end: who asks again after a failure must not be handed an index key that is about to fail.
    await Promise.allSettled(asked);
    const [code, previous, indexKey] = await Promise.all(asked);
    return {
      code: { tag: codeKeyTag(arns.code), key: code },
      previousCode:
        arns.previousCode === null || previous === null ? null : { tag: codeKeyTag(arns.previousCode), key: previous },
      index: indexKey,
    };
  });
  const orLater = <Value>(ask: () => Promise<Value>) =>
    ask().catch((cause: unknown) => {
      throw new SignInError('TRY_LATER', { cause: new Error('KMS gave no key', { cause }) });
    });

  return { get: () => orLater(all), index: () => orLater(index) };
};

/** What was asked for once, for whoever asks after that; a failure is asked for again. */
const once = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
  let pending: Promise<Value> | undefined;
  return () => {
    pending ??= ask().catch((cause: unknown) => {
      pending = undefined;
      throw cause;
    });
    return pending;
  };
};
