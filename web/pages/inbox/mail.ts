import { byId, element } from '../../dom.ts';
import type { Device, DeviceContext } from './device.ts';
import type { Message } from './message.ts';
import { emptyList, listItems } from './message-list.ts';
import { readerOf } from './reader.ts';

/** The mail that the page's fragment names. */
const selectedId = (): string | null => {
  try {
    return decodeURIComponent(location.hash.slice(1)) || null;
  } catch {
    return null;
  }
};

/** A mail client: the list of mails, and one of them to read. Until one is chosen that is the newest. */
export const mailClient = ({ texts, locale }: DeviceContext): Device => {
  const list = byId('list');
  const reader = byId('reader');
  const pane = byId('email');
  let mails: readonly Message[] = [];
  let shown: string | null = null;

  const render = () => {
    const id = selectedId();
    const selected = mails.find((message) => message.id === id);
    const toRead = selected ?? mails[0];
    const focused = document.activeElement instanceof HTMLAnchorElement ? document.activeElement.hash : null;
    const items = mails.length === 0 ? [emptyList(texts)] : listItems(mails, id, { texts, locale, now: Date.now() });
    list.replaceChildren(...items);
    if (focused) list.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
    pane.classList.toggle('is-reading', selected !== undefined);
    if (toRead?.id === shown) return;
    shown = toRead?.id ?? null;
    reader.replaceChildren(...(toRead === undefined ? [] : readerOf(toRead, texts, locale)));
  };

  addEventListener('hashchange', () => {
    render();
    if (selectedId() !== null) reader.focus();
  });

  return {
    show(messages) {
      mails = messages;
      render();
    },
    failed: () => list.replaceChildren(element('li', { class: 'empty', role: 'alert' }, texts.failed)),
  };
};
