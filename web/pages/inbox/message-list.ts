import { element } from '../../dom.ts';

import { type Message, previewOf, wordAge } from './message.ts';
import type { InboxTexts } from './texts.ts';

/** The list of mails as links: `#<id>` opens one, so that the browser's back button closes it. */
export const listItems = (
  messages: readonly Message[],
  selected: string | null,
  options: { readonly texts: InboxTexts; readonly locale: string; readonly now: number },
): readonly HTMLElement[] =>
  messages.map((message) => {
    const { texts, locale, now } = options;
    return element(
      'li',
      {},
      element(
        'a',
        {
          href: `#${encodeURIComponent(message.id)}`,
          class: 'item',
          'aria-current': message.id === selected ? 'true' : undefined,
        },
        element('span', { class: 'item-to' }, message.to),
        element('time', { class: 'item-time', datetime: message.at }, wordAge(message.at, now, locale)),
        element('span', { class: 'item-subject' }, message.subject ?? texts.noSubject),
        element('span', { class: 'item-preview' }, previewOf(message)),
      ),
    );
  });

/** What stands in the list's place while there is no mail. */
export const emptyList = (texts: InboxTexts): HTMLElement =>
  element(
    'li',
    { class: 'empty' },
    element('p', { class: 'empty-title' }, texts.emptyTitle),
    element('p', {}, texts.empty),
    element('p', {}, element('a', { href: '/' }, texts.emptyAction)),
  );
