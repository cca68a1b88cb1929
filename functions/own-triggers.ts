import type { TriggerEvent } from './runtime/events.ts';

/** A trigger that a pool had before: called after ours, with the event as ours left it; what it answers counts. */
export type OwnTrigger = (event: TriggerEvent) => unknown;

/** The owner's own triggers, composed with ours, since a pool has one function for each. */
export type OwnTriggers = {
  /** Its errors refuse the sign-up, worded INTERNAL unless they are of our six codes. */
  readonly preSignUp?: OwnTrigger;
  /** Its errors are logged: whoever has proven themself is not turned away. */
  readonly postAuthentication?: OwnTrigger;
};

/** Runs one: it answers the event, as Lambda triggers do, or changes it in place. */
export const runOwn = async (trigger: OwnTrigger | undefined, event: TriggerEvent): Promise<void> => {
  const answer: unknown = await trigger?.(event);
  if (typeof answer === 'object' && answer !== null && 'response' in answer) event.response = answer.response;
};
