import type { Message } from './message.ts';
import type { InboxTexts } from './texts.ts';

/** What the devices share. */
export type DeviceContext = { readonly texts: InboxTexts; readonly locale: string };

/** One device on the page: it shows the messages of its medium. */
export type Device = {
  /** @param messages newest first */
  show(messages: readonly Message[]): void;
  /** Says that the messages could not be read, where this device is the one to say so. */
  failed?(): void;
};
