import type { Session } from '../../client/token-store.ts';
import type { Controller } from '../../sign-in/controller.ts';
import type { State } from '../../sign-in/state.ts';
import type { Texts } from '../texts.ts';

/** What the screens share. */
export type ScreenContext = {
  readonly controller: Controller;
  readonly texts: Texts;
  readonly locale: string;
  readonly clock: () => number;
  /** Reads `text` out to screen readers without showing it. */
  readonly announce: (text: string) => void;
  /** Builds the view of addresses, channel and devices. Its code is loaded when it is first wanted. */
  readonly openProfile: () => Promise<HTMLElement>;
  /** Gets new tokens. */
  readonly renew: () => Promise<Session>;
};

/** One screen: built once when it is entered, updated with each state, dropped when it is left. */
export type Screen<S extends State = State> = {
  readonly root: HTMLElement;
  update(state: S): void;
  /** Puts the keyboard where the person goes on. */
  focus(): void;
};
