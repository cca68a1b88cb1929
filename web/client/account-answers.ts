import { AccountError } from './account-error.ts';
import { isMedium, type Medium } from './challenge.ts';

/** An address of the signed-in user. */
export type AccountAddress = { readonly medium: 'email' | 'sms'; readonly value: string; readonly verified: boolean };

/** The push service that a device listens to. */
export type DevicePlatform = 'apns' | 'apns-sandbox' | 'fcm';

/** A device that gets push messages. */
export type AccountDevice = {
  readonly id: string;
  readonly platform: DevicePlatform;
  readonly name: string;
  /** ISO 8601. */
  readonly registeredAt: string;
  /** ISO 8601. */
  readonly lastSeenAt: string;
};

/** What a signed-in user can see and change. */
export type Account = {
  readonly addresses: readonly AccountAddress[];
  /** The channel that the user prefers, or null where the deployment chooses. */
  readonly channel: Medium | null;
  /** The channels that the deployment offers. */
  readonly channels: readonly Medium[];
  readonly devices: readonly AccountDevice[];
};

/** A code that is on its way to a new address. */
export type AddressChallenge = {
  readonly address: string;
  /** Names the challenge in `confirm`. */
  readonly id: string;
  readonly medium: 'email' | 'sms';
  /** Digits of the code. */
  readonly codeLength: number;
  /** Seconds for which the code is valid, counted from `receivedAt`. */
  readonly expiresIn: number;
  /** Seconds until another code may be asked for, counted from `receivedAt`. */
  readonly resendIn: number;
  readonly attemptsLeft: number;
  /** When this was received, in milliseconds since 1970. */
  readonly receivedAt: number;
};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const list = (value: unknown): readonly Fields[] => {
  if (!Array.isArray(value)) throw new AccountError('server');
  return value.filter(isFields);
};
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new AccountError('server');
  return value;
};
const count = (value: unknown): number => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new AccountError('server');
  return value;
};

const isAddressMedium = (value: unknown): value is 'email' | 'sms' => value === 'email' || value === 'sms';
const isPlatform = (value: unknown): value is DevicePlatform =>
  value === 'apns' || value === 'apns-sandbox' || value === 'fcm';

/** Reads an account. Media and platforms of a newer server are left out. @throws {AccountError} `server` */
export const readAccount = (body: Fields): Account => ({
  addresses: list(body.addresses).flatMap(({ medium, value, verified }) =>
    isAddressMedium(medium) ? [{ medium, value: text(value), verified: verified === true }] : [],
  ),
  channel: isMedium(body.channel) ? body.channel : null,
  channels: Array.isArray(body.channels) ? body.channels.filter(isMedium) : [],
  devices: list(body.devices).flatMap(({ id, platform, name, registeredAt, lastSeenAt }) =>
    isPlatform(platform)
      ? [
          {
            id: text(id),
            platform,
            name: text(name),
            registeredAt: text(registeredAt),
            lastSeenAt: text(lastSeenAt),
          },
        ]
      : [],
  ),
});

/** Reads what was answered to a request for a code. @throws {AccountError} `server` */
export const readAddressChallenge = (address: string, body: Fields, receivedAt: number): AddressChallenge => {
  if (!isAddressMedium(body.medium)) throw new AccountError('server');
  return {
    address,
    id: text(body.challenge),
    medium: body.medium,
    codeLength: count(body.codeLength),
    expiresIn: count(body.expiresIn),
    resendIn: count(body.resendIn),
    attemptsLeft: count(body.attemptsLeft),
    receivedAt,
  };
};
