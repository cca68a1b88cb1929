import type { UserAttributes } from '../sign-in/routing.ts';

/** The person who calls, as their access token and Cognito say. */
export type Member = {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly userName: string;
  readonly sub: string;
  readonly attributes: UserAttributes;
  /** When they proved who they are: refreshing tokens does not move it. ms since the epoch. */
  readonly signedInAt: number;
};
