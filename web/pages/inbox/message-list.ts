import { element } from '../dom.ts';
import type { Texts } from '../texts.ts';
import { type Message, previewOf, wordAge } from './message.ts';

/** The list of messages as links: `#<id>` opens one, so that the browser's back button closes it. */
export const listItems = (
  messages: readonly Message[],
  selected: string | null,
  options: { readonly texts: Texts; readonly locale: string; readonly now: number },
): readonly HTMLElement[] =>
  messages.map((message) => {
    const { texts, locale, now } = options;
    const medium = texts.inbox.media[message.medium] ?? message.medium;
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
        element('span', { class: 'item-subject' }, message.subject ?? medium),
        element('span', { class: 'item-preview' }, previewOf(message)),
      ),
    );
  });

/** What stands in the list's place while there is no message. */
export const emptyList = (texts: Texts): HTMLElement =>
  element(
    'li',
    { class: 'empty' },
    element('p', { class: 'empty-title' }, texts.inbox.emptyTitle),
    element('p', {}, texts.inbox.empty),
    element('p', {}, element('a', { href: '/' }, texts.inbox.emptyAction)),
  );
