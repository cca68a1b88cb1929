import { createTriggers } from './create-triggers.ts';

/** Lambda entry of the PreSignUp trigger alone, configured by DOORCODE_CONFIG. */
export const handler = createTriggers().preSignUp;
