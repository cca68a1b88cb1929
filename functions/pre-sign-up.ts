import { createPreSignUp } from './create-pre-sign-up.ts';

/** Lambda entry of the PreSignUp trigger alone, configured by DOORCODE_CONFIG. */
export const handler = createPreSignUp();
