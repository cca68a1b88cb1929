import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Medium } from '../../channels/channel.ts';
import { SignInError } from '../sign-in/errors.ts';
import type { StoredRecord } from '../sign-in/ports.ts';
import { type Asked, type Challenge, type ChallengeState, forgetAt, type SignInRecord } from '../sign-in/record.ts';

/**
 * The stored form of a record: a few short strings, so that the fullest record stays under 2 KB. Times are
 * milliseconds in base 36, lists are comma-separated, fields dot-separated; no value can hold either.
 */
export type Item = Record<string, AttributeValue>;

const SCHEMA = '1';
const MEDIA = { email: 'e', sms: 's', push: 'p' } as const satisfies Record<Medium, string>;
const ASKED = { ...MEDIA, auto: 'a' } as const satisfies Record<Asked, string>;
/** Stands for `Send.asked` of null. */
const UNSEEN = 'x';
const STATES = { sending: 'c', sent: 's', failed: 'f', consumed: 'u' } as const satisfies Record<
  ChallengeState,
  string
>;

/** @param now ms since the epoch, for the item's TTL */
export const toItem = (key: string, { record }: Pick<StoredRecord, 'record'>, now: number): Item => ({
  pk: { S: key },
  s: { N: SCHEMA },
  sends: {
    S: record.sends
      .map((send) =>
        [time(send.at), (send.asked === null ? UNSEEN : ASKED[send.asked]) + MEDIA[send.medium], send.destination].join(
          '.',
        ),
      )
      .join(','),
  },
  failures: { S: record.failures.map(time).join(',') },
  streak: { N: String(record.consecutiveFailures) },
  challenges: { S: record.challenges.map(challengeText).join(',') },
  ...(record.proof !== null && {
    proof: { S: [time(record.proof.at), MEDIA[record.proof.medium], record.proof.destination].join('.') },
  }),
  ...(record.proven.length > 0 && { proven: { S: record.proven.join(',') } }),
  ...ttlOf(record, now),
});

const ttlOf = (record: SignInRecord, now: number): Item => {
  const at = forgetAt(record, now);
  return at === null ? {} : { ttl: { N: String(Math.ceil(at / 1_000)) } };
};

/** @throws {SignInError} INTERNAL for an unknown schema version or anything malformed: better no sign-in than a reset limit. */
export const fromItem = (item: Item): StoredRecord => {
  try {
    if (item.s?.N !== SCHEMA)
      throw new TypeError(`sign-in record of schema ${item.s?.N ?? 'none'}, this code reads ${SCHEMA}`);
    const proof = item.proof?.S?.split('.');
    const record: SignInRecord = {
      sends: list(item.sends).map((text) => {
        const [at, media, destination] = text.split('.');
        const asked = media?.[0] === UNSEEN ? null : keyOf(ASKED, media?.[0]);
        return { at: parseTime(at), asked, medium: keyOf(MEDIA, media?.slice(1)), destination: present(destination) };
      }),
      failures: list(item.failures).map(parseTime),
      consecutiveFailures: count(item.streak?.N),
      challenges: list(item.challenges).map(challengeFrom),
      proven: item.proven === undefined ? [] : list(item.proven),
      proof:
        proof === undefined
          ? null
          : { at: parseTime(proof[0]), medium: keyOf(MEDIA, proof[1]), destination: present(proof[2]) },
    };
    return { record, version: count(item.v?.N) };
  } catch (cause) {
    throw new SignInError('INTERNAL', { cause });
  }
};

/** The size by which DynamoDB bills and limits an item, in bytes: names and values in UTF-8, numbers by digits. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => {
    const bytes = value.S !== undefined ? Buffer.byteLength(value.S) : Math.ceil((value.N?.length ?? 0) / 2) + 1;
    return sum + Buffer.byteLength(name) + bytes;
  }, 0);

const challengeText = (one: Challenge): string =>
  [
    one.id,
    one.client,
    ASKED[one.asked] + MEDIA[one.medium],
    one.destinations.join('+'),
    one.digits.toString(36),
    one.codeKey,
    one.generation.toString(36),
    time(one.expiresAt),
    one.previousExpiresAt === 0 ? '' : time(one.previousExpiresAt),
    one.attempts.toString(36),
    one.sends.toString(36),
    STATES[one.state],
    time(one.sentAt),
    time(one.claimedAt),
  ].join('.');

const challengeFrom = (text: string): Challenge => {
  const [id, client, media, destinations, digits, codeKey, generation, expiresAt, previous, attempts, sends, ...last] =
    text.split('.');
  const [state, sentAt, claimedAt] = last;
  return {
    id: present(id),
    client: present(client),
    asked: keyOf(ASKED, media?.[0]),
    medium: keyOf(MEDIA, media?.slice(1)),
    destinations: destinations === '' ? [] : present(destinations).split('+'),
    digits: parseTime(digits),
    codeKey: present(codeKey),
    generation: parseTime(generation),
    expiresAt: parseTime(expiresAt),
    previousExpiresAt: previous === '' ? 0 : parseTime(previous),
    attempts: parseTime(attempts),
    sends: parseTime(sends),
    state: keyOf(STATES, state),
    sentAt: parseTime(sentAt),
    claimedAt: parseTime(claimedAt),
  };
};

const time = (ms: number): string => ms.toString(36);

const parseTime = (text: string | undefined): number => {
  const value = /^[0-9a-z]{1,11}$/.test(text ?? '') ? Number.parseInt(text ?? '', 36) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new TypeError('malformed number in a sign-in record');
  return value;
};

const count = (text: string | undefined): number => {
  const value = Number(text);
  if (text === undefined || !Number.isSafeInteger(value) || value < 0) {
    throw new TypeError('malformed counter in a sign-in record');
  }
  return value;
};

const present = (text: string | undefined): string => {
  if (text === undefined) throw new TypeError('missing field in a sign-in record');
  return text;
};

const list = (value: AttributeValue | undefined): string[] => {
  if (value?.S === undefined) throw new TypeError('missing list in a sign-in record');
  return value.S === '' ? [] : value.S.split(',');
};

const keyOf = <Key extends string>(names: Record<Key, string>, short: string | undefined): Key => {
  const found = (Object.keys(names) as Key[]).find((name) => names[name] === short);
  if (found === undefined) throw new TypeError('unknown value in a sign-in record');
  return found;
};
