import type { PushPlatform } from '../../channels/channel.ts';

/** One device of a user that takes push messages. */
export type Device = {
  /** Opaque, names the device to its owner. */
  readonly id: string;
  readonly platform: PushPlatform;
  /** What its owner calls it. */
  readonly name: string;
  /** What the provider is given: a device token or a push endpoint. */
  readonly destination: string;
  /** ms since the epoch. */
  readonly registeredAt: number;
  /** ms since the epoch: when its app last registered it. */
  readonly lastSeenAt: number;
};

export const MAX_DEVICES = 10;
/** FCM counts a token as stale after 270 days. */
export const STALE_MS = 270 * 24 * 60 * 60 * 1_000;
/** At most so many devices are tried for one code. */
export const MAX_PUSH_TRIES = 3;

const PLATFORMS: ReadonlySet<unknown> = new Set<PushPlatform>(['apns', 'apns-sandbox', 'fcm']);

/** Reads a user's device list as `formatDevices` wrote it; whatever else stands there is no device. */
export const parseDevices = (text: string | null): readonly Device[] => {
  if (text === null) return [];
  const list = jsonOf(text);
  return Array.isArray(list) ? list.filter(isDevice) : [];
};

export const formatDevices = (devices: readonly Device[]): string => JSON.stringify(devices);

/** The devices worth sending to, newest first. */
export const liveDevices = (devices: readonly Device[], now: number): readonly Device[] =>
  devices.filter((device) => device.lastSeenAt + STALE_MS > now).toSorted((a, b) => b.lastSeenAt - a.lastSeenAt);

/** The list with `device` in it: the same destination is one device, and the longest unseen makes room. */
export const addDevice = (devices: readonly Device[], device: Device, now: number): readonly Device[] => {
  const others = liveDevices(devices, now).filter((one) => one.destination !== device.destination);
  return [device, ...others].slice(0, MAX_DEVICES);
};

/** The list after a provider corrected a destination. */
export const replaceDestination = (
  devices: readonly Device[],
  destination: string,
  replacement: string,
): readonly Device[] => {
  if (replacement === destination) return devices;
  const others = devices.filter((device) => device.destination !== replacement);
  return others.map((device) =>
    device.destination === destination ? { ...device, destination: replacement } : device,
  );
};

/** The list after a provider said that a destination is gone. */
export const removeDestination = (devices: readonly Device[], destination: string): readonly Device[] =>
  devices.filter((device) => device.destination !== destination);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isDevice = (value: unknown): value is Device => {
  if (typeof value !== 'object' || value === null) return false;
  const device = value as Partial<Record<keyof Device, unknown>>;
  return (
    [device.id, device.name, device.destination].every((text) => typeof text === 'string') &&
    [device.registeredAt, device.lastSeenAt].every((at) => Number.isSafeInteger(at)) &&
    PLATFORMS.has(device.platform)
  );
};
