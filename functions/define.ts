import { createDefine } from './create-define.ts';

/** Lambda entry of the DefineAuthChallenge trigger alone, configured by DOORCODE_CONFIG. */
export const handler = createDefine();
