import { createHmac, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { AwsError } from './errors.ts';
import { keyMetadata } from './kms-metadata.ts';

const ALGORITHMS = ['HMAC_SHA_224', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512'];
const MAX_MESSAGE_BYTES = 4_096;

const generateMacRequest = v.object({
  KeyId: v.nullish(v.string()),
  Message: v.nullish(v.string()),
  MacAlgorithm: v.nullish(v.string()),
});

/** The answer of GenerateMac. */
export type GeneratedMac = { readonly KeyId: string; readonly Mac: string; readonly MacAlgorithm: string };

/** A key store that answers GenerateMac and DescribeKey. */
export type LocalKms = {
  generateMac(body: unknown): GeneratedMac;
  /** @param state what a fault makes of the key */
  describeKey(body: unknown, state: string | undefined): object;
};

/**
 * HMAC_256 keys whose secrets live as long as this program: a new start has new ones, so nothing outlives it.
 * @param keys the keys that exist: a key ARN, a key id or `alias/name`; each is found by all its names
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
 */
export const createKms = (keys: readonly string[]): LocalKms => {
  const seed = randomBytes(32);
  const known = new Map(keys.map((key) => [localName(key), arnOf(key)]));

  const find = (keyId: string): string => {
    const arn = known.get(localName(keyId));
    if (arn === undefined) throw new AwsError('NotFoundException', notFoundText(keyId));
    return arn;
  };

  return {
    describeKey(body, state) {
      const { KeyId } = v.parse(generateMacRequest, body);
      if (typeof KeyId !== 'string') throw invalid('null', 'keyId', 'Member must not be null');
      return keyMetadata(find(KeyId), state);
    },
    generateMac(body) {
      const { keyId, message, algorithm } = parseRequest(body);
      const name = localName(keyId);
      const arn = find(keyId);
      if (algorithm !== 'HMAC_SHA_256') {
        throw new AwsError(
          'InvalidKeyUsageException',
          `Algorithm ${algorithm} is incompatible with key spec HMAC_256.`,
        );
      }
      const secret = createHmac('sha256', seed).update(name).digest();
      return {
        KeyId: arn,
        Mac: createHmac('sha256', secret).update(message).digest('base64'),
        MacAlgorithm: algorithm,
      };
    },
  };
};

/** `key/<id>` or `alias/<name>`: what an ARN ends with, and what a bare id means. */
const localName = (keyId: string): string => {
  const resource = keyId.startsWith('arn:') ? keyId.split(':').slice(5).join(':') : keyId;
  return resource.startsWith('key/') || resource.startsWith('alias/') ? resource : `key/${resource}`;
};

const arnOf = (keyId: string): string =>
  keyId.startsWith('arn:') ? keyId : `arn:aws:kms:us-east-1:000000000000:${localName(keyId)}`;

const notFoundText = (keyId: string): string => {
  const arn = arnOf(keyId);
  return arn.includes(':alias/') ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`;
};

type MacRequest = { readonly keyId: string; readonly message: Buffer; readonly algorithm: string };

const parseRequest = (body: unknown): MacRequest => {
  const parsed = v.safeParse(generateMacRequest, body);
  if (!parsed.success)
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  const { KeyId, Message, MacAlgorithm } = parsed.output;
  if (typeof KeyId !== 'string') throw invalid('null', 'keyId', 'Member must not be null');
  if (KeyId.length < 1 || KeyId.length > 2_048) {
    throw invalid(`'${KeyId.slice(0, 64)}'`, 'keyId', 'Member must have length between 1 and 2048');
  }
  if (typeof Message !== 'string') throw invalid('null', 'message', 'Member must not be null');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(Message)) {
    throw new AwsError('SerializationException', 'Message is not base64.');
  }
  const message = Buffer.from(Message, 'base64');
  if (message.length < 1 || message.length > MAX_MESSAGE_BYTES) {
    throw invalid(
      `of ${message.length} bytes`,
      'message',
      `Member must have length between 1 and ${MAX_MESSAGE_BYTES}`,
    );
  }
  if (typeof MacAlgorithm !== 'string') throw invalid('null', 'macAlgorithm', 'Member must not be null');
  if (!ALGORITHMS.includes(MacAlgorithm)) {
    const allowed = `Member must satisfy enum value set: [${ALGORITHMS.join(', ')}]`;
    throw invalid(`'${MacAlgorithm.slice(0, 64)}'`, 'macAlgorithm', allowed);
  }
  return { keyId: KeyId, message, algorithm: MacAlgorithm };
};

const invalid = (value: string, member: string, rule: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`,
  );
