import type { Medium } from '../../channels/channel.ts';
import { canonicalEmail } from './address.ts';
import { type CommonDependencies, isOurClient, record, type SignInDependencies } from './dependencies.ts';
import { SignInError, type SignInErrorCode } from './errors.ts';
import { destinationKey, signUpRecordKey } from './keys.ts';
import { canonicalPhone } from './phone.ts';
import type { Deadline } from './ports.ts';
import type { UserAttributes } from './routing.ts';
import { reserveSend } from './send-budget.ts';

/** What admitting a sign-up needs from outside: no code, and nobody to send one. */
export type SignUpDependencies = CommonDependencies & Pick<SignInDependencies, 'routing' | 'signUp'>;

export type SignUpRequest = {
  readonly clientId: string;
  readonly userName: string;
  readonly attributes: UserAttributes;
};

/** How often a lost race is run again. */
const RACES = 3;

/**
 * Admits or refuses a sign-up, and counts it against its mailbox or number, so that nobody fills the pool with one.
 * True: confirm the user, who then proves the address by signing in. False: not ours, leave everything as it is.
 * Two addresses are refused: the second one is added, and proven, while signed in.
 * @throws {SignInError} INVALID_ADDRESS, ADDRESS_NOT_SUPPORTED, SIGN_UP_CLOSED, TRY_LATER
 */
export const admitSignUp = async (
  deps: SignUpDependencies,
  request: SignUpRequest,
  deadline: Deadline,
): Promise<boolean> => {
  if (!isOurClient(deps, request.clientId)) return false;
  const index = await deps.keys.index();
  const verdict = judge(deps, request);
  if (verdict.kind === 'refused') {
    const common = { subject: 'sign-up', at: deps.clock(), outcome: 'sign-up-refused' } as const;
    await record(deps, { ...common, reason: verdict.code }, deadline);
    throw new SignInError(verdict.code);
  }
  const { medium, canonical } = verdict;
  const destination = destinationKey(index, medium, canonical);
  const budget = signUpRecordKey(index, medium, canonical);
  const isReserved = await reserve(deps, budget, { medium, key: destination }, deadline);
  const outcome = isReserved ? ('signed-up' as const) : ('sign-up-refused' as const);
  const row = { subject: budget, at: deps.clock(), outcome, destination };
  await record(deps, isReserved ? row : { ...row, reason: 'destination-sends' }, deadline);
  if (!isReserved) throw new SignInError('TRY_LATER');
  return true;
};

type Verdict =
  | { readonly kind: 'admitted'; readonly medium: Medium; readonly canonical: string }
  | { readonly kind: 'refused'; readonly code: SignInErrorCode };

const judge = (deps: SignUpDependencies, request: SignUpRequest): Verdict => {
  if (deps.signUp === 'off') return refused('SIGN_UP_CLOSED');
  const { email, phone } = typedAddresses(request);
  if (email !== undefined && phone !== undefined) return refused('INVALID_ADDRESS');
  if (email !== undefined) return judgeEmail(deps, email);
  return phone === undefined ? refused('INVALID_ADDRESS') : judgePhone(deps, phone);
};

const refused = (code: SignInErrorCode): Verdict => ({ kind: 'refused', code });

/** In a pool whose user names are addresses, the name itself is the address. */
const typedAddresses = ({ attributes, userName }: SignUpRequest) => ({
  email: attributes.email ?? (userName.includes('@') ? userName : undefined),
  phone: attributes.phone_number ?? (userName.startsWith('+') ? userName : undefined),
});

const judgeEmail = ({ routing, signUp }: SignUpDependencies, email: string): Verdict => {
  const address = canonicalEmail(email);
  if (address === undefined) return refused('INVALID_ADDRESS');
  if (!routing.order.includes('email')) return refused('ADDRESS_NOT_SUPPORTED');
  const domain = address.canonical.slice(address.canonical.indexOf('@') + 1);
  const isOpen = typeof signUp === 'string' || signUp.domains.includes(domain);
  return isOpen
    ? { kind: 'admitted', medium: 'email', canonical: address.canonical }
    : refused('ADDRESS_NOT_SUPPORTED');
};

/** A number has no domain: where sign-up is for some domains only, it is for none of them. */
const judgePhone = ({ routing, signUp }: SignUpDependencies, text: string): Verdict => {
  if (!routing.order.includes('sms') || typeof signUp !== 'string') return refused('ADDRESS_NOT_SUPPORTED');
  const phone = canonicalPhone(text);
  if (phone === undefined) return refused('INVALID_ADDRESS');
  if (routing.countries?.has(phone.country) !== true) return refused('ADDRESS_NOT_SUPPORTED');
  return { kind: 'admitted', medium: 'sms', canonical: phone.canonical };
};

const reserve = async (
  deps: SignUpDependencies,
  key: string,
  target: { readonly medium: Medium; readonly key: string },
  deadline: Deadline,
): Promise<boolean> => {
  for (let race = 0; race < RACES; race += 1) {
    const [stored] = await deps.store.read([key], deadline);
    if (stored === undefined) throw new SignInError('INTERNAL');
    const next = reserveSend(stored.record, target, deps.policy, deps.clock());
    if (next === null) return false;
    if (await deps.store.write(key, { record: next, version: stored.version }, deadline)) return true;
  }
  throw new SignInError('TRY_LATER', { cause: new Error('lost every race for the destination record') });
};
