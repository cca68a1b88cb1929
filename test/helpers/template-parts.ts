import type { Synthesised } from './synthesise.ts';

/** One statement of a policy. */
export type Statement = {
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
};
export type Resource = { readonly Properties: Record<string, unknown>; readonly DeletionPolicy?: string };

/** A value, or several, as several. */
export const list = <Value>(value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);
/** The resources of a type, by their logical ids. */
export const resources = (made: Synthesised, type: string) =>
  Object.entries(made.template.findResources(type)) as unknown as [string, Resource][];

/** The statements of every policy of the role whose logical id has this in it. */
export const statementsOf = (made: Synthesised, role: string): Statement[] =>
  resources(made, 'AWS::IAM::Policy').flatMap(([, { Properties }]) => {
    const roles = JSON.stringify(Properties.Roles);
    const { Statement } = Properties.PolicyDocument as { Statement: Statement[] };
    return roles.includes(role) ? Statement : [];
  });
/** The actions that the role may take. */
export const actionsOf = (made: Synthesised, role: string): string[] =>
  [...new Set(statementsOf(made, role).flatMap(({ Action }) => list(Action)))].sort();
