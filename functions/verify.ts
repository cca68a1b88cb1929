import { createVerify } from './create-verify.ts';

/** Lambda entry of the VerifyAuthChallengeResponse trigger alone, configured by DOORCODE_CONFIG. */
export const handler = createVerify();
