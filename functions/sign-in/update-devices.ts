import type { SignInDependencies } from './dependencies.ts';
import { type Device, formatDevices, parseDevices } from './devices.ts';
import type { Deadline } from './ports.ts';

/** How often a lost race is run again. */
const RACES = 3;

/**
 * Changes a user's device list under the condition that nobody else did meanwhile. The list as it then is; null after
 * a failure, which is logged only: a list that lags behind is mended by the next message.
 */
export const updateDevices = async (
  deps: Pick<SignInDependencies, 'store' | 'warn'>,
  deviceList: string,
  change: (devices: readonly Device[]) => readonly Device[],
  deadline: Deadline,
): Promise<readonly Device[] | null> => {
  try {
    for (let race = 0; race < RACES; race += 1) {
      const { notes } = await deps.store.readWithNotes([], [deviceList], deadline);
      const note = notes[0] ?? { text: null, version: 0 };
      const changed = change(parseDevices(note.text));
      const written = { text: formatDevices(changed), version: note.version };
      if (await deps.store.writeNote(deviceList, written, deadline)) return changed;
    }
    deps.warn('devices not updated: lost every race', undefined);
  } catch (cause) {
    deps.warn('devices not updated', cause);
  }
  return null;
};
