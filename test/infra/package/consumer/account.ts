// The account API sends codes too, by the same gateway.
import { createAccount } from 'doorcode';
import { gateway } from './gateway.ts';

export const handler = createAccount({ channels: [gateway] });
