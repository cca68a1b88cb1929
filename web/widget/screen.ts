import { type Attributes, element } from '../dom.ts';
import type { Controller } from '../sign-in/controller.ts';
import type { State } from '../sign-in/state.ts';
import type { Say } from './texts.ts';

/** What the parts of the view share. */
export type ViewContext = {
  readonly controller: Controller;
  readonly say: Say;
  readonly locale: string;
  readonly clock: () => number;
  /** Begins every id: several widgets may be on a page. */
  readonly prefix: string;
  readonly identifier: 'any' | 'email' | 'phone';
  readonly offers: (channel: string) => boolean;
  /** Empties the message, so that the same words are read out when they come again. */
  readonly quiet: () => void;
  /** Reads `text` out to screen readers without showing it. */
  readonly announce: (text: string) => void;
};

/** One screen of the widget. */
export type ScreenView<S extends State = State> = {
  readonly root: HTMLElement;
  /** @param now milliseconds since 1970 */
  update(state: S, now: number): void;
  /** What the keyboard goes to. */
  target(): HTMLElement;
  /** Called while another screen is shown. */
  leave?(): void;
};

/** An element that a page can style from outside: its class is its part as well. */
export const part = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] => element(tag, { class: name, part: name, ...attributes }, ...children);
