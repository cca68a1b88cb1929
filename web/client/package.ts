/** What `doorcode/client` publishes: the headless client, and that of the account API. */
export { type AccountClient, type AccountOptions, createAccount, type SessionSource } from './account.ts';
export type { Account, AccountAddress, AccountDevice, AddressChallenge, DevicePlatform } from './account-answers.ts';
export { AccountError, type AccountErrorCode } from './account-error.ts';
export * from './entry.ts';
