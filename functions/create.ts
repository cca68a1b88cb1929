import { createTriggers } from './create-triggers.ts';

/** Lambda entry of the CreateAuthChallenge trigger alone, configured by DOORCODE_CONFIG. */
export const handler = createTriggers().createAuthChallenge;
