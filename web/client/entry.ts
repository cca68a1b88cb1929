/** The headless client as it is published: `client.js`. */
export type { Challenge, Medium, Reason } from './challenge.ts';
export { type Client, type ClientOptions, createClient, type ResendOptions, type SignUpOptions } from './client.ts';
export { ClientError, type ClientErrorCode } from './errors.ts';
export { type KeeperOptions, keepSession, type SessionKeeper } from './session-keeper.ts';
export { browserStorage, type KeyValueStorage, memoryStorage } from './storage.ts';
export type { Session } from './token-store.ts';
