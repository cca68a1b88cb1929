import { createPostAuthentication } from './create-post-authentication.ts';

/** Lambda entry of the PostAuthentication trigger alone, configured by DOORCODE_CONFIG. */
export const handler = createPostAuthentication();
