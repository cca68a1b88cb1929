import { createAccount } from './create-account.ts';

/** Lambda entry of the account API (HTTP API, payload format 2.0), configured by DOORCODE_CONFIG. */
export const handler = createAccount();
