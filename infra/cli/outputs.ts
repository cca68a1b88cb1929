import { CliError } from './cli-error.ts';
import { readJsonFile } from './deployment.ts';

/** What `cdk deploy --outputs-file` wrote of a deployment. */
export type Outputs = {
  /**
   * The one value of the outputs whose name has the pattern.
   * @param what it is, for people
   * @throws {CliError} where there is none, or where there are several that differ
   */
  find(what: string, pattern: RegExp): string;
};

/** @throws {CliError} where the file cannot be read */
export const readOutputs = async (file: string): Promise<Outputs> => {
  const stacks = await readJsonFile(file);
  const entries = (value: unknown) => (typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const outputs = entries(stacks).flatMap(([, own]) =>
    entries(own).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );
  return {
    find(what, pattern) {
      const found = outputs.filter(([name]) => pattern.test(name));
      const [only, ...others] = new Set(found.map(([, value]) => value));
      if (only !== undefined && others.length === 0) return only;
      const problem =
        only === undefined ? 'has no output for' : `has several outputs (${found.map(([name]) => name)}) for`;
      throw new CliError(
        `${file} ${problem} the ${what}: write it with cdk deploy --outputs-file ${file}, for one stack`,
      );
    },
  };
};
