import * as v from 'valibot';
import { SignInError } from '../sign-in/errors.ts';
import type { Person } from '../sign-in/identity.ts';

/** What every Cognito trigger event of ours must have. Fields that AWS adds are let through. */
const envelopeSchema = v.looseObject({
  triggerSource: v.string(),
  userPoolId: v.pipe(v.string(), v.minLength(1)),
  userName: v.pipe(v.string(), v.maxLength(256)),
  callerContext: v.looseObject({ clientId: v.pipe(v.string(), v.minLength(1)) }),
  request: v.looseObject({}),
});

export type TriggerEvent = v.InferOutput<typeof envelopeSchema> & { response?: unknown };

/** @throws {SignInError} INTERNAL for what is no trigger event */
export const parseEvent = (event: unknown): TriggerEvent => {
  const result = v.safeParse(envelopeSchema, event);
  if (!result.success) {
    const places = result.issues.map((issue) => v.getDotPath(issue) ?? 'event').join(', ');
    throw new SignInError('INTERNAL', { cause: new TypeError(`malformed trigger event: ${places}`) });
  }
  return event as TriggerEvent;
};

/** The own string values of an object; everything else in it is left out. Never inherits from a prototype. */
export const textMap = (value: unknown): Readonly<Record<string, string>> => {
  const found: Record<string, string> = Object.create(null);
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, text] of Object.entries(value)) {
    if (typeof text === 'string') found[name] = text;
  }
  return found;
};

export const personOf = (event: TriggerEvent): Person => ({
  userPoolId: event.userPoolId,
  clientId: event.callerContext.clientId,
  userName: event.userName,
  attributes: textMap(event.request.userAttributes),
  userNotFound: event.request.userNotFound === true,
});
