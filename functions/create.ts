import { composeCreate } from './compose-create.ts';
import { observedSending } from './compose-dependencies.ts';
import { createWorld } from './create-world.ts';

/** Lambda entry of the CreateAuthChallenge trigger alone, configured by DOORCODE_CONFIG. */
export const handler = composeCreate(observedSending(createWorld().world));
