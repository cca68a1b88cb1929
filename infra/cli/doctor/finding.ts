import type { Deployment } from '../deployment.ts';

/** What one look at a deployment found. An error keeps people from signing in, or will; a warning costs something. */
export type Finding = {
  readonly level: 'ok' | 'warning' | 'error';
  readonly text: string;
  /** What to do about it. */
  readonly cure?: string;
};

export type DoctorWorld = {
  readonly deployment: Deployment;
  /** ms since the epoch, by this machine. */
  readonly clock: () => number;
  /** Names of the deployment's trigger functions: one, or five in the order of their triggers. Absent: not known. */
  readonly triggerFunctions?: readonly string[];
};

/** One question to a deployment. No findings: it does not arise there. */
export type Check = {
  readonly name: string;
  run(world: DoctorWorld): Promise<readonly Finding[]>;
};

export const ok = (text: string): Finding => ({ level: 'ok', text });
export const warning = (text: string, cure: string): Finding => ({ level: 'warning', text, cure });
export const error = (text: string, cure: string): Finding => ({ level: 'error', text, cure });

/** The answer, or null where AWS says that there is no such thing. */
export const unlessMissing = async <Answer>(asking: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await asking;
  } catch (cause) {
    if (cause instanceof Error && /NotFound/.test(cause.name)) return null;
    throw cause;
  }
};
