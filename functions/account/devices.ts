import { type Channel, ChannelError, type PushPlatform } from '../../channels/channel.ts';
import { isDeviceToken } from '../../channels/device.ts';
import { addDevice, type Device, liveDevices, parseDevices } from '../sign-in/devices.ts';
import { deviceListKey, userRecordKey } from '../sign-in/keys.ts';
import type { Deadline } from '../sign-in/ports.ts';
import { updateDevices } from '../sign-in/update-devices.ts';
import { AccountError } from './account-error.ts';
import type { AccountDependencies } from './dependencies.ts';
import { requireFreshSignIn } from './freshness.ts';
import type { Member } from './member.ts';

export type NewDevice = { readonly token: string; readonly platform: PushPlatform; readonly name: string };

const listKey = ({ sub }: Member): string => deviceListKey(userRecordKey(sub));

/** The person's devices that still count, newest first. */
export const readDevices = async (
  deps: AccountDependencies,
  member: Member,
  deadline: Deadline,
): Promise<readonly Device[]> => {
  const { notes } = await deps.store.readWithNotes([], [listKey(member)], deadline);
  return liveDevices(parseDevices(notes[0]?.text ?? null), deps.clock());
};

/**
 * Registers a device, or notes that it is still there. A new one wants a fresh sign-in, since codes will go to it.
 * @throws {AccountError} SIGN_IN_AGAIN, CHANNEL_NOT_OFFERED, INVALID_DEVICE, TRY_LATER
 */
export const registerDevice = async (
  deps: AccountDependencies,
  member: Member,
  { token, platform, name }: NewDevice,
  deadline: Deadline,
): Promise<void> => {
  const channel = deps.channels.get('push');
  if (channel === undefined || !deps.disclosure.offered.includes('push')) throw new AccountError('CHANNEL_NOT_OFFERED');
  if (!isDeviceToken(token, platform)) throw new AccountError('INVALID_DEVICE');
  const known = await readDevices(deps, member, deadline);
  const destination = await destinationOf(channel, { token, platform }, deadline);
  const existing = known.find((device) => device.destination === destination);
  if (existing === undefined) requireFreshSignIn(deps, member);
  const now = deps.clock();
  const device: Device = {
    id: existing?.id ?? deps.newId(),
    platform,
    name,
    destination,
    registeredAt: existing?.registeredAt ?? now,
    lastSeenAt: now,
  };
  const changed = await updateDevices(deps, listKey(member), (devices) => addDevice(devices, device, now), deadline);
  if (changed === null) throw new AccountError('TRY_LATER');
};

/** What the provider calls the device. One that it does not take is the caller's mistake, one that does not answer is not. */
const destinationOf = async (
  channel: Channel,
  device: Pick<NewDevice, 'token' | 'platform'>,
  deadline: Deadline,
): Promise<string> => {
  try {
    return (await channel.enrol?.(device, { signal: deadline.signal })) ?? device.token;
  } catch (cause) {
    const isRejected = cause instanceof ChannelError && cause.code === 'rejected';
    throw new AccountError(isRejected ? 'INVALID_DEVICE' : 'TRY_LATER', {}, { cause });
  }
};

/** @throws {AccountError} UNKNOWN_DEVICE, TRY_LATER */
export const removeDevice = async (
  deps: AccountDependencies,
  member: Member,
  id: string,
  deadline: Deadline,
): Promise<void> => {
  const known = await readDevices(deps, member, deadline);
  if (!known.some((device) => device.id === id)) throw new AccountError('UNKNOWN_DEVICE');
  const without = (devices: readonly Device[]) => devices.filter((device) => device.id !== id);
  if ((await updateDevices(deps, listKey(member), without, deadline)) === null) throw new AccountError('TRY_LATER');
};
