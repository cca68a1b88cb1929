import { readOutputs } from '../outputs.ts';

/**
 * Names of a deployment's trigger functions, as the stack's output has them.
 * @param file what `cdk deploy --outputs-file` wrote
 * @throws {CliError} where the file cannot be read, or has no such output
 */
export const triggerFunctionsIn = async (file: string): Promise<readonly string[]> => {
  const outputs = await readOutputs(file);
  return outputs.find('trigger functions (TriggerFunctions)', /TriggerFunctions/i).split(',');
};
