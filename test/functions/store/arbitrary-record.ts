import fc from 'fast-check';
import {
  type Challenge,
  MAX_CHALLENGES,
  MAX_DESTINATIONS,
  MAX_PROVEN,
  type Proof,
  SEND_TAG_LENGTH,
  type Send,
  type SignInRecord,
} from '../../../functions/sign-in/record.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const text = (length: number) =>
  fc.string({ unit: fc.constantFrom(...BASE64URL), minLength: length, maxLength: length });
const time = fc.integer({ min: 1, max: 4_000_000_000_000 });
const medium = fc.constantFrom('email' as const, 'sms' as const, 'push' as const);
const asked = fc.oneof(medium, fc.constant('auto' as const));
const small = fc.integer({ min: 0, max: 40 });

const send: fc.Arbitrary<Send> = fc.record({
  at: time,
  asked: fc.option(asked),
  medium,
  destination: fc.oneof(text(SEND_TAG_LENGTH), fc.constant('')),
});

const challenge: fc.Arbitrary<Challenge> = fc.record({
  id: text(22),
  client: text(8),
  asked,
  medium,
  destinations: fc.array(text(12), { maxLength: MAX_DESTINATIONS }),
  digits: fc.integer({ min: 6, max: 10 }),
  codeKey: text(6),
  generation: fc.integer({ min: 1, max: 999_999 }),
  expiresAt: time,
  previousExpiresAt: fc.oneof(fc.constant(0), time),
  attempts: small,
  sends: small,
  state: fc.constantFrom('sending' as const, 'sent' as const, 'failed' as const, 'consumed' as const),
  sentAt: time,
  claimedAt: time,
});

const proof: fc.Arbitrary<Proof> = fc.record({ medium, destination: text(12), at: time });

/** Any record that the domain could hold, and many that it would not. */
export const arbitraryRecord: fc.Arbitrary<SignInRecord> = fc.record({
  sends: fc.array(send, { maxLength: 12 }),
  failures: fc.array(time, { maxLength: 12 }),
  consecutiveFailures: fc.nat(10_000),
  challenges: fc.array(challenge, { maxLength: MAX_CHALLENGES }),
  proof: fc.option(proof),
  proven: fc.array(text(12), { maxLength: MAX_PROVEN }),
});
