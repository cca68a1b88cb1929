import type { Medium } from '../../channels/channel.ts';

/** A round that asks for another message instead of answering. */
export type Control = { readonly action: 'resend'; readonly channel?: Medium; readonly locale?: string };

const MEDIA: ReadonlySet<string> = new Set<Medium>(['email', 'sms', 'push']);
const LOCALE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;
const MAX_VALUE_LENGTH = 256;

/**
 * Reads a control round from RespondToAuthChallenge's ClientMetadata, which any caller may fill with anything.
 * Define, Create and Verify all ask this one function, so they cannot disagree on what a round is.
 * An unknown action or channel makes the round a normal answer; an odd locale is left out.
 */
export const parseControl = (clientMetadata: unknown): Control | undefined => {
  const action = ownText(clientMetadata, 'action');
  if (action !== 'resend') return undefined;
  const channel = ownText(clientMetadata, 'channel');
  if (channel === undefined ? hasOwn(clientMetadata, 'channel') : !MEDIA.has(channel)) return undefined;
  const locale = ownText(clientMetadata, 'locale');
  return {
    action,
    ...(channel !== undefined && { channel: channel as Medium }),
    ...(locale !== undefined && LOCALE.test(locale) && { locale }),
  };
};

const hasOwn = (source: unknown, key: string): boolean =>
  typeof source === 'object' && source !== null && Object.hasOwn(source, key);

const ownText = (source: unknown, key: string): string | undefined => {
  if (!hasOwn(source, key)) return undefined;
  const value = (source as Record<string, unknown>)[key];
  return typeof value === 'string' && value.length <= MAX_VALUE_LENGTH ? value : undefined;
};
