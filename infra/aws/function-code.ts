import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { commands } from '../build/commands.ts';
import { builtFunctions, type Flavour, type FunctionName } from '../build/functions.ts';
import { NotBuiltError } from './not-built-error.ts';

/** The code of functions that are not to be Doorcode's own, by name: an entry of yours with channels of your own, say. */
export type FunctionCode = { readonly [Name in FunctionName]?: Code };

/**
 * The built code of one function.
 * @throws {NotBuiltError} where it has not been built
 */
export const codeOf = (name: FunctionName, flavour: Flavour, own: FunctionCode, built = builtFunctions): Code => {
  const given = own[name];
  if (given !== undefined) return given;
  const folder = join(built, flavour, name);
  if (!existsSync(join(folder, 'index.mjs'))) {
    const cure = `run ${commands.build}, or give functionCode.${name}`;
    throw new NotBuiltError(`the code of ${name} is not in ${folder}: ${cure}`);
  }
  return Code.fromAsset(folder);
};
