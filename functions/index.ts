import { createTriggers } from './create-triggers.ts';

/** Lambda entry of all triggers, told apart by `triggerSource`, configured by DOORCODE_CONFIG. */
export const { handler } = createTriggers();
