// An entry of one's own: Doorcode's triggers, with text messages by the owner's gateway.
import { createTriggers } from 'doorcode';
import { gateway } from './gateway.ts';

export const { handler } = createTriggers({ channels: [gateway] });
