import { type Device, formatDevices, parseDevices } from '../../functions/sign-in/devices.ts';
import { deviceListKey, userRecordKey } from '../../functions/sign-in/keys.ts';
import type { TestUser } from './sign-in-conversation.ts';
import type { SignInWorld } from './sign-in-world.ts';

const always = { signal: new AbortController().signal, remainingMs: () => 3_000 };
const listOf = ({ attributes }: TestUser) => deviceListKey(userRecordKey(attributes.sub ?? ''));

/** Registers devices by their tokens, the first one as the newest. */
export const giveDevices = async (world: SignInWorld, user: TestUser, ...tokens: string[]): Promise<void> => {
  const devices = tokens.map(
    (token, at): Device => ({
      id: `id-${token}`,
      platform: 'fcm',
      name: token,
      destination: token,
      registeredAt: world.now() - at,
      lastSeenAt: world.now() - at,
    }),
  );
  const { notes } = await world.store.readWithNotes([], [listOf(user)], always);
  const version = notes[0]?.version ?? 0;
  await world.store.writeNote(listOf(user), { text: formatDevices(devices), version }, always);
};

/** The tokens of a user's devices as they are stored. */
export const devicesOf = async (world: SignInWorld, user: TestUser): Promise<readonly string[]> => {
  const { notes } = await world.store.readWithNotes([], [listOf(user)], always);
  return parseDevices(notes[0]?.text ?? null).map(({ destination }) => destination);
};
