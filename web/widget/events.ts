import type { Challenge } from '../client/challenge.ts';
import type { ClientErrorCode } from '../client/errors.ts';
import type { Session } from '../client/token-store.ts';

/** What the widget shows. */
export type WidgetState =
  | 'address'
  | 'sending'
  | 'code'
  | 'checking'
  | 'resending'
  | 'limited'
  | 'ended'
  | 'signed-in'
  | 'signing-out';

/** The events of the widget and their details. All bubble and are composed. */
export type WidgetEvents = {
  /** The server took a request for a code, or repeats an earlier one. It does not say whether anybody has that address. */
  'doorcode:code-sent': { readonly challenge: Challenge };
  /** Somebody is signed in: here, in another tab, or from before (`isNew` is false). Cancel it to hide the widget's own view. */
  'doorcode:signed-in': { readonly session: Session; readonly isNew: boolean };
  /** A step failed. Cancel it to hide the widget's own message. */
  'doorcode:error': { readonly code: ClientErrorCode };
  /** The session has ended: by the person (`revoked` says whether the pool was told), in another tab, or because its tokens were revoked. */
  'doorcode:signed-out': { readonly by: 'person' | 'elsewhere'; readonly revoked: boolean };
  /** The widget shows something else. */
  'doorcode:state': { readonly state: WidgetState };
};

/** An event's name after `doorcode:`. */
export type EventName = keyof WidgetEvents extends `doorcode:${infer Name}` ? Name : never;

/** Those that a page may cancel. */
export const cancelable: ReadonlySet<EventName> = new Set(['signed-in', 'error']);
