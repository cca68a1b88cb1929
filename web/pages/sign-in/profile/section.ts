import { element } from '../../../dom.ts';
import { messageLine } from '../message-line.ts';
import type { ProfileController } from './profile-controller.ts';
import type { ProfileState } from './profile-state.ts';
import type { ProfileTexts } from './texts.ts';

/** What the sections share. */
export type SectionContext = {
  readonly profile: ProfileController;
  readonly texts: ProfileTexts;
  readonly locale: string;
  readonly clock: () => number;
  /** Reads `text` out to screen readers without showing it. */
  readonly announce: (text: string) => void;
  /** Ends the session, and offers to begin one anew. */
  readonly signInAgain: () => void;
};

/** One part of the view: built once, updated with each state. */
export type Section = {
  readonly root: HTMLElement;
  update(state: ProfileState): void;
  /** What changes with the clock alone. */
  tick?(): void;
};

/** A section's frame: heading that can take the keyboard, introduction, and a line for what was done last. */
export const sectionFrame = (id: string, titleText: string, introText: string) => {
  const title = element('h2', { id: `${id}-title`, tabindex: '-1' }, titleText);
  const intro = element('p', { class: 'hint' }, introText);
  const message = messageLine(`${id}-message`);
  const body = element('div', { class: 'section-body' });
  const root = element('section', { class: 'section', 'aria-labelledby': title.id }, title, intro, message.root, body);
  return { root, title, intro, message, body };
};
