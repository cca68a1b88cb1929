import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openChannel } from '../../channels/registry.ts';
import { formatDevices } from '../../functions/sign-in/devices.ts';
import { deviceListKey, userRecordKey } from '../../functions/sign-in/keys.ts';
import { dynamoRecordStore } from '../../functions/store/dynamo-record-store.ts';
import { CREDENTIALS, type LocalProviders, platformApplications, REGION } from './deployment.ts';
import { localTables } from './tables.ts';
import type { UserPool } from './user-pool/user-pool.ts';

type SeededUser = {
  readonly username: string;
  readonly channel: 'email' | 'sms' | 'push';
  readonly attributes: Readonly<Record<string, string>>;
};

/** One user for each way that a code can take, and one who is known by a number alone. */
export const seededUsers: readonly SeededUser[] = [
  { username: 'ann@example.com', channel: 'email', attributes: { name: 'Ann', locale: 'en' } },
  { username: 'bas@example.com', channel: 'email', attributes: { name: 'Bas', locale: 'nl' } },
  {
    username: 'sam@example.com',
    channel: 'sms',
    attributes: {
      name: 'Sam',
      locale: 'en',
      phone_number: '+31612345601',
      phone_number_verified: 'true',
      'custom:channel': 'sms',
    },
  },
  {
    username: 'pia@example.com',
    channel: 'push',
    attributes: { name: 'Pia', locale: 'en', 'custom:channel': 'push' },
  },
  { username: '+31612345602', channel: 'sms', attributes: { name: 'Noor', locale: 'nl' } },
];

/** Admin operations want a signature; the local pool looks at its scope only. */
const SIGNATURE = `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/cognito-idp/aws4_request`;

/** Creates the seeded users, and a device for whoever prefers push. */
export const seed = async (world: {
  readonly pool: UserPool;
  readonly client: DynamoDBClient;
  readonly aws: string;
  readonly providers: LocalProviders;
}): Promise<void> => {
  for (const user of seededUsers) {
    const sub = await createUser(world.pool, user);
    if (user.channel === 'push') await giveDevice(world, sub);
  }
};

const createUser = async (pool: UserPool, { username, attributes }: SeededUser): Promise<string> => {
  const name = username.includes('@') ? 'email' : 'phone_number';
  const all = { [name]: username, [`${name}_verified`]: 'true', ...attributes };
  const body = {
    UserPoolId: pool.config.userPoolId,
    Username: username,
    MessageAction: 'SUPPRESS',
    UserAttributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value })),
  };
  const answer = await pool.handle('AdminCreateUser', body, { authorization: SIGNATURE });
  if (answer.status !== 200) throw new Error(`the seeded user ${username} was refused: ${answer.message}`);
  const { User } = answer.body as { User: { Attributes: { Name: string; Value: string }[] } };
  return User.Attributes.find(({ Name }) => Name === 'sub')?.Value ?? '';
};

const giveDevice = async (world: Parameters<typeof seed>[0], sub: string): Promise<void> => {
  const token = 'c0ffee00'.repeat(8);
  const destination = world.providers.push === 'sns' ? await enrol(world.aws, token) : token;
  const now = Date.now();
  const device = {
    id: 'seed',
    platform: 'apns',
    name: 'Pia’s phone',
    destination,
    registeredAt: now,
    lastSeenAt: now,
  } as const;
  const store = dynamoRecordStore({ client: world.client, table: localTables.records, clock: Date.now });
  const deadline = { signal: AbortSignal.timeout(5_000), remainingMs: () => 5_000 };
  await store.writeNote(deviceListKey(userRecordKey(sub)), { text: formatDevices([device]), version: 0 }, deadline);
};

const enrol = async (endpoint: string, token: string): Promise<string> => {
  const channel = await openChannel('sns', {
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    push: { platformApplications },
  });
  const signal = AbortSignal.timeout(5_000);
  return (await channel.enrol?.({ token, platform: 'apns' }, { signal })) ?? token;
};
