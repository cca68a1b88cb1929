import { element } from '../../dom.ts';
import type { InboxTexts } from './texts.ts';

/** The names of the devices, and of the media they show. */
export const media = ['email', 'sms', 'push'] as const;

/** Where there is room for one device only: buttons that choose it, each with the number of its messages. */
export const deviceSwitch = (texts: InboxTexts, main: HTMLElement) => {
  const counts = media.map(() => element('span', { class: 'switch-count' }));
  const buttons = media.map((medium, at) =>
    element(
      'button',
      { type: 'button', class: 'switch-button', on: { click: () => choose(medium) } },
      texts.devices[medium],
      ' ',
      counts[at] ?? '',
    ),
  );
  const choose = (medium: (typeof media)[number]) => {
    main.dataset.shown = medium;
    for (const [at, button] of buttons.entries()) button.setAttribute('aria-pressed', String(media[at] === medium));
  };
  choose('email');
  return {
    root: element('div', { class: 'switch', role: 'group', 'aria-label': texts.switch }, ...buttons),
    choose,
    count(medium: (typeof media)[number], messages: number) {
      counts[media.indexOf(medium)]?.replaceChildren(messages === 0 ? '' : String(messages));
    },
  };
};
