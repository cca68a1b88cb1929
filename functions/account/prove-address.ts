import type { Medium } from '../../channels/channel.ts';
import { canonicalEmail } from '../sign-in/address.ts';
import { attemptsLeft } from '../sign-in/answer.ts';
import { codeKeyTags, deliverCode } from '../sign-in/deliver-code.ts';
import { record } from '../sign-in/dependencies.ts';
import { SignInError } from '../sign-in/errors.ts';
import type { HmacKey } from '../sign-in/hmac-key.ts';
import type { Candidate } from '../sign-in/identity.ts';
import { judgeAnswer } from '../sign-in/judge-answer.ts';
import { clientTag, destinationKey, destinationRecordKey, deviceListKey, userRecordKey } from '../sign-in/keys.ts';
import { pickLocale } from '../sign-in/locale.ts';
import { canonicalPhone } from '../sign-in/phone.ts';
import type { Deadline } from '../sign-in/ports.ts';
import { reserveCode, settleSend } from '../sign-in/reserve.ts';
import { isSuppressed, suppressionKey } from '../sign-in/suppression.ts';
import { AccountError } from './account-error.ts';
import type { AccountDependencies } from './dependencies.ts';
import { requireFreshSignIn } from './freshness.ts';
import type { Member } from './member.ts';
import { tellOfChange } from './tell-of-change.ts';

export type ProofStarted = {
  readonly challenge: string;
  readonly medium: Medium;
  readonly codeLength: number;
  /** Seconds, as the two below. */
  readonly expiresIn: number;
  readonly resendIn: number;
  readonly attemptsLeft: number;
};

/** Codes that prove an address are bound to a client of their own, so that none of them ever signs anybody in. */
const proofClient = (clientId: string): string => `account/${clientId}`;

/**
 * Sends a code to an address that a signed-in person wants to add, under the same limits as a sign-in's. An address whose
 * mail came back gets none, and the answer is that of any other: anybody can sign up and ask about somebody's address.
 * @throws {AccountError} SIGN_IN_AGAIN, INVALID_ADDRESS, ADDRESS_NOT_SUPPORTED, LIMITED
 * @throws {SignInError} TRY_LATER
 */
export const startProof = async (
  deps: AccountDependencies,
  member: Member,
  address: string,
  deadline: Deadline,
): Promise<ProofStarted> => {
  requireFreshSignIn(deps, member);
  const keys = await deps.keys.get();
  const candidate = candidateFor(deps, address, keys.index);
  const subject = userRecordKey(member.sub);
  const clientId = proofClient(member.clientId);
  const { medium, key, budget } = candidate;
  let isStopped = false;
  const reservation = await reserveCode(
    deps,
    {
      subject,
      idleRecord: budget,
      look: async () => {
        const found = await deps.store.readWithNotes([subject, budget], [suppressionKey(budget)], deadline);
        const [user, stored] = found.records;
        if (user === undefined || stored === undefined) throw new Error('the store answered without a record');
        isStopped = isSuppressed(found.notes[0]?.text ?? null, deps.clock());
        return { user, budgets: new Map([[budget, stored]]) };
      },
      choose: () => candidate,
      showsDestinationLimits: true,
      request: () => ({
        client: clientTag(clientId),
        asked: medium,
        target: { medium, key },
        owned: new Set([key]),
        answered: null,
        newChallengeId: deps.newId(),
        codeKey: keys.code.tag,
        codeKeys: codeKeyTags(keys),
      }),
    },
    deadline,
  );
  const { decision, after } = reservation;
  const now = deps.clock();
  const secondsUntil = (at: number) => Math.max(0, Math.ceil((at - now) / 1_000));
  const { refused } = reservation;
  // Nothing is on its way then, so the next request is one more try.
  if (refused !== null && decision.kind === 'send')
    await settleSend(deps, subject, decision.challenge, after, 'failed', deadline);
  if (refused?.by === 'budget-unknown') {
    const row = { outcome: 'send-failed', subject, at: now, medium, provider: 'counters', reason: refused.by } as const;
    await record(deps, row, deadline);
    throw new SignInError('TRY_LATER', { cause: new Error('a shared budget could not be had') });
  }
  if (decision.kind === 'limited' || refused !== null) {
    const reason = decision.kind === 'limited' ? decision.limit : 'sms-budget';
    await record(deps, { outcome: 'limited', subject, at: now, medium, reason }, deadline);
    throw new AccountError('LIMITED', { resendIn: secondsUntil(decision.resendAt) });
  }
  if (decision.kind === 'send') {
    const letter = {
      subject,
      deviceList: deviceListKey(subject),
      candidates: isStopped
        ? { list: [], nowhere: 'suppressed' as const, suppressed: [candidate] }
        : { list: [candidate], nowhere: null },
      binding: { userPoolId: member.userPoolId, clientId },
      purpose: 'prove-address' as const,
      locale: pickLocale(deps.locales, member.attributes.locale),
    };
    // Budgets are counted as for any other, or they would tell who is written to.
    const target = isStopped ? null : reservation.target;
    await deliverCode(deps, keys, letter, { ...reservation, decision, target }, deadline);
  }
  const { challenge } = decision;
  return {
    challenge: challenge.id,
    medium,
    codeLength: challenge.digits,
    expiresIn: secondsUntil(challenge.expiresAt),
    resendIn: secondsUntil(decision.resendAt),
    attemptsLeft: attemptsLeft(after.record, challenge, 0, deps.policy, now),
  };
};

/**
 * Judges the code for an address; right, the address is the person's, verified, and the old one is told.
 * @throws {AccountError} SIGN_IN_AGAIN, INVALID_ADDRESS, ADDRESS_NOT_SUPPORTED, WRONG_CODE, EXPIRED_CODE, LIMITED,
 * ADDRESS_TAKEN
 * @throws {SignInError} TRY_LATER
 */
export const finishProof = async (
  deps: AccountDependencies,
  member: Member,
  proof: { readonly address: string; readonly challenge: string; readonly code: string },
  deadline: Deadline,
): Promise<void> => {
  requireFreshSignIn(deps, member);
  const keys = await deps.keys.get();
  const candidate = candidateFor(deps, proof.address, keys.index);
  const subject = userRecordKey(member.sub);
  const verdict = await judgeAnswer(
    deps,
    keys,
    {
      subject,
      userPoolId: member.userPoolId,
      clientId: proofClient(member.clientId),
      challengeId: proof.challenge,
      answer: proof.code,
      // The code went to one address: it proves that one and no other that is named now.
      destinations: new Set([candidate.key]),
    },
    deadline,
  );
  if (verdict.kind === 'wrong') {
    const left = attemptsLeft(verdict.record.record, verdict.challenge, 0, deps.policy, deps.clock());
    throw new AccountError('WRONG_CODE', { attemptsLeft: left });
  }
  if (verdict.kind === 'unevaluated') throw unevaluated(verdict.why);

  const name = candidate.medium === 'email' ? 'email' : 'phone_number';
  const attributes = { [name]: candidate.deliverable, [`${name}_verified`]: 'true' };
  await deps.directory.set(member, attributes, deadline);
  const outcome = { outcome: 'address-changed', subject, at: deps.clock(), medium: candidate.medium } as const;
  await Promise.all([
    record(deps, { ...outcome, destination: candidate.key }, deadline),
    tellOfChange(deps, member, candidate, deadline),
  ]);
};

const unevaluated = (why: string): AccountError => {
  if (why === 'malformed') return new AccountError('WRONG_CODE');
  if (why === 'limited') return new AccountError('LIMITED');
  return new AccountError('EXPIRED_CODE');
};

type ProofCandidate = Candidate & { readonly budget: string };

const candidateFor = (deps: AccountDependencies, text: string, index: HmacKey): ProofCandidate => {
  const isEmail = text.includes('@');
  if (!deps.disclosure.offered.includes(isEmail ? 'email' : 'sms')) throw new AccountError('ADDRESS_NOT_SUPPORTED');
  const found = isEmail ? emailCandidate(text) : phoneCandidate(deps, text);
  const { medium, canonical } = found;
  return {
    ...found,
    isVerified: false,
    key: destinationKey(index, medium, canonical),
    budget: destinationRecordKey(index, medium, canonical),
  };
};

const emailCandidate = (text: string) => {
  const address = canonicalEmail(text);
  if (address === undefined) throw new AccountError('INVALID_ADDRESS');
  return { medium: 'email' as const, ...address };
};

const phoneCandidate = ({ routing }: AccountDependencies, text: string) => {
  const phone = canonicalPhone(text);
  if (phone === undefined) throw new AccountError('INVALID_ADDRESS');
  if (routing.countries?.has(phone.country) !== true) throw new AccountError('ADDRESS_NOT_SUPPORTED');
  return { medium: 'sms' as const, canonical: phone.canonical, deliverable: phone.canonical, phone };
};
