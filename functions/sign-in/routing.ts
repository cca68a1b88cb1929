import type { Medium, PushPlatform } from '../../channels/channel.ts';
import { canonicalEmail } from './address.ts';
import { type Device, liveDevices, MAX_PUSH_TRIES } from './devices.ts';
import { canonicalPhone, type PhoneNumber } from './phone.ts';
import type { Asked } from './record.ts';

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
  /** SMS only. */
  readonly phone?: PhoneNumber;
  /** Push only. */
  readonly platform?: PushPlatform;
};

export type Route =
  | { readonly kind: 'deliver'; readonly destinations: readonly [Destination, ...Destination[]] }
  | { readonly kind: 'nowhere'; readonly why: NowhereReason };

/**
 * Why nobody may be written to: `ambiguous` is two addresses of which none is proven, `country` a number from outside
 * the deployment's list.
 */
export type NowhereReason = 'no-destination' | 'ambiguous' | 'country' | 'unproven';

/** Picks media for the users whose attribute matches. One condition, and what to try first then. */
export type RoutingRule = {
  /** A standard or custom attribute, such as `locale` or `custom:plan`. */
  readonly attribute: string;
  readonly use: readonly Medium[];
  readonly equals?: string;
  readonly in?: readonly string[];
  readonly exists?: boolean;
};

export type RoutingConfig = {
  /** Media in the order in which they are tried. Attributes may reorder them, never add one. */
  readonly order: readonly [Medium, ...Medium[]];
  /** The first one that matches counts. */
  readonly rules?: readonly RoutingRule[];
  /** ISO 3166-1 alpha-2 codes of the countries that get SMS. */
  readonly countries?: ReadonlySet<string>;
};

/** The attribute in which users keep their own preference. */
export const CHANNEL_ATTRIBUTE = 'custom:channel';

/**
 * Picks where a user's code may go, best first: verified addresses only. While none is verified, the one address that
 * the user has, if it is exactly one; with two, nothing, since either may belong to somebody else. Devices were
 * registered by somebody signed in, so they count as proven; alone they never sign anybody in who has proven nothing.
 * @param asked a medium that the person asked for: then that one first, and nothing where it is not to be had
 */
export const route = (
  attributes: UserAttributes,
  devices: readonly Device[],
  config: RoutingConfig,
  asked: Asked,
  now: number,
): Route => {
  const known = addressesOf(attributes);
  const verified = known.filter((one) => one.isVerified);
  if (verified.length === 0 && registered(attributes) > 1) return { kind: 'nowhere', why: 'ambiguous' };
  const pushes = verified.length > 0 ? liveDevices(devices, now).slice(0, MAX_PUSH_TRIES).map(pushDestination) : [];
  const usable = [...(verified.length > 0 ? verified : known), ...pushes];
  const ordered = mediaOrder(attributes, config, asked).flatMap((medium) =>
    usable.filter((one) => one.medium === medium),
  );
  const allowed = ordered.filter((one) => one.phone === undefined || config.countries?.has(one.phone.country) === true);
  const [first, ...others] = allowed;
  if (first === undefined) return { kind: 'nowhere', why: ordered.length > 0 ? 'country' : 'no-destination' };
  if (asked !== 'auto' && first.medium !== asked) {
    const isBarred = ordered.some((one) => one.medium === asked);
    return { kind: 'nowhere', why: isBarred ? 'country' : 'no-destination' };
  }
  return { kind: 'deliver', destinations: [first, ...others] };
};

/** What is asked for, what the first matching rule says, what the user prefers, then the deployment's order. */
const mediaOrder = (attributes: UserAttributes, config: RoutingConfig, asked: Asked): readonly Medium[] => {
  const rule = config.rules?.find((one) => matches(one, attributes[one.attribute]));
  const preference = config.order.filter((medium) => medium === attributes[CHANNEL_ATTRIBUTE]);
  const wanted = config.order.filter((medium) => medium === asked);
  const wishes = [...wanted, ...(rule?.use ?? []), ...preference, ...config.order];
  return [...new Set(wishes)].filter((medium) => config.order.includes(medium));
};

const matches = (rule: RoutingRule, value: string | undefined): boolean => {
  if (rule.equals !== undefined) return value === rule.equals;
  if (rule.in !== undefined) return value !== undefined && rule.in.includes(value);
  return (value !== undefined && value !== '') === (rule.exists ?? true);
};

const pushDestination = ({ destination, platform }: Device): Destination => ({
  medium: 'push',
  canonical: destination,
  deliverable: destination,
  isVerified: true,
  platform,
});

/** An address that nobody can be reached at still counts: beside it the other one is not the only one. */
const registered = ({ email, phone_number }: UserAttributes): number =>
  [email, phone_number].filter((address) => address !== undefined && address !== '').length;

/** Every usable address in the attributes, verified or not. */
export const addressesOf = (attributes: UserAttributes): readonly Destination[] => {
  const found: Destination[] = [];
  const address = canonicalEmail(attributes.email);
  if (address !== undefined) {
    found.push({ medium: 'email', ...address, isVerified: attributes.email_verified === 'true' });
  }
  const phone = canonicalPhone(attributes.phone_number);
  if (phone !== undefined) {
    const { canonical } = phone;
    const isVerified = attributes.phone_number_verified === 'true';
    found.push({ medium: 'sms', canonical, deliverable: canonical, isVerified, phone });
  }
  return found;
};
