import type { Medium } from '../../channels/channel.ts';
import { canonicalEmail } from './address.ts';

/** A user's attributes as Cognito hands them to triggers: strings only, none of them trusted. */
export type UserAttributes = Readonly<Record<string, string | undefined>>;

/** An address that a code may go to. */
export type Destination = {
  readonly medium: Medium;
  /** Names it in keys: every spelling of one address is the same. */
  readonly canonical: string;
  /** What the provider is given. */
  readonly deliverable: string;
  readonly isVerified: boolean;
};

export type Route =
  | { readonly kind: 'deliver'; readonly destinations: readonly [Destination, ...Destination[]] }
  /** Nobody may be written to: `ambiguous` is two addresses of which none is proven. */
  | { readonly kind: 'nowhere'; readonly why: 'no-destination' | 'ambiguous' };

export type RoutingConfig = {
  /** Media in the order in which they are tried. Attributes may reorder them, never add one. */
  readonly order: readonly [Medium, ...Medium[]];
};

/**
 * Picks where a user's code may go: verified addresses only. While none is verified, the one address that the user
 * has, if it is exactly one; with two, nothing, since either may belong to somebody else.
 */
export const route = (attributes: UserAttributes, config: RoutingConfig): Route => {
  const known = addressesOf(attributes);
  const verified = known.filter((one) => one.isVerified);
  if (verified.length === 0 && registered(attributes) > 1) return { kind: 'nowhere', why: 'ambiguous' };
  const usable = verified.length > 0 ? verified : known;
  const [first, ...others] = config.order.flatMap((medium) => usable.filter((one) => one.medium === medium));
  return first === undefined
    ? { kind: 'nowhere', why: 'no-destination' }
    : { kind: 'deliver', destinations: [first, ...others] };
};

/** An address that nobody can be reached at still counts: beside it the other one is not the only one. */
const registered = ({ email, phone_number }: UserAttributes): number =>
  [email, phone_number].filter((address) => address !== undefined && address !== '').length;

/** Every usable address in the attributes, verified or not. A phone number that cannot be served still counts as one. */
export const addressesOf = (attributes: UserAttributes): readonly Destination[] => {
  const found: Destination[] = [];
  const { email, phone_number: phone } = attributes;
  if (email !== undefined && email !== '') {
    const address = canonicalEmail(email);
    if (address !== undefined) {
      found.push({ medium: 'email', ...address, isVerified: attributes.email_verified === 'true' });
    }
  }
  if (phone !== undefined && phone !== '') {
    found.push({
      medium: 'sms',
      canonical: phone,
      deliverable: phone,
      isVerified: attributes.phone_number_verified === 'true',
    });
  }
  return found;
};
