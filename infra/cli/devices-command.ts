import { liveDevices, parseDevices } from '../../functions/sign-in/devices.ts';
import { deviceListKey } from '../../functions/sign-in/keys.ts';
import { dynamoRecordStore } from '../../functions/store/dynamo-record-store.ts';
import { type Deployment, stepDeadline } from './deployment.ts';
import { inWords } from './duration.ts';
import { findPerson, noteUnknown } from './people.ts';
import type { Terminal } from './terminal.ts';

/** Lists the devices of a person; of a token only its end is shown, enough to tell two apart. */
export const devices = async (
  {
    deployment,
    terminal,
    clock,
  }: { readonly deployment: Deployment; readonly terminal: Terminal; readonly clock: () => number },
  options: { readonly user: string; readonly json?: boolean },
): Promise<void> => {
  const person = await findPerson(deployment, options.user);
  noteUnknown(person, terminal);
  const client = await deployment.clients.dynamodb();
  const store = dynamoRecordStore({ client, table: deployment.config.tables.records, clock });
  const { notes } = await store.readWithNotes([], [deviceListKey(person.subject)], stepDeadline());
  const now = clock();
  const all = parseDevices(notes[0]?.text ?? null);
  const live = new Set(liveDevices(all, now).map(({ id }) => id));
  const list = all.map((device) => ({
    id: device.id,
    name: device.name,
    platform: device.platform,
    registeredAt: new Date(device.registeredAt).toISOString(),
    lastSeenAt: new Date(device.lastSeenAt).toISOString(),
    isLive: live.has(device.id),
    tokenEndsWith: device.destination.slice(-6),
  }));
  if (options.json === true) return terminal.write(JSON.stringify(list));
  if (list.length === 0) return terminal.write(`${person.name} has no device: notifications cannot reach them.`);
  terminal.write(`${person.name} has ${list.length} device(s); a notification goes to the newest that is live.`);
  for (const device of list) {
    const age = inWords(now - Date.parse(device.lastSeenAt));
    terminal.write(
      `  ${device.name} (${device.platform}, …${device.tokenEndsWith}): registered ${device.registeredAt.slice(0, 10)}, ` +
        `last seen ${age} ago${device.isLive ? '' : '; too long ago, so it gets nothing'}`,
    );
  }
};
