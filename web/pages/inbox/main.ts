import { byId, element, setText } from '../dom.ts';
import { textsFor } from '../texts.ts';
import { followInbox } from './feed.ts';
import { type Message, withMessage } from './message.ts';
import { emptyList, listItems } from './message-list.ts';
import { readerOf } from './reader.ts';

const { locale, texts } = textsFor(navigator.languages);
const say = texts.inbox;
const main = byId('main');
const list = byId('list');
const reader = byId('reader');

let messages: readonly Message[] | null = null;
let shown: string | null = null;

const selectedId = (): string | null => {
  try {
    return decodeURIComponent(location.hash.slice(1)) || null;
  } catch {
    return null;
  }
};

const render = () => {
  if (messages === null) return;
  const id = selectedId();
  const selected = messages.find((message) => message.id === id) ?? null;
  const focused = document.activeElement instanceof HTMLAnchorElement ? document.activeElement.hash : null;
  const items =
    messages.length === 0 ? [emptyList(texts)] : listItems(messages, id, { texts, locale, now: Date.now() });
  list.replaceChildren(...items);
  if (focused) list.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
  setText(byId('count'), messages.length === 0 ? '' : say.count(messages.length));
  document.title = messages.length === 0 ? `${say.title} · Doorcode` : `${say.title} (${messages.length}) · Doorcode`;
  main.classList.toggle('is-reading', selected !== null);
  if (selected === null) {
    shown = null;
    reader.replaceChildren(...(messages.length === 0 ? [] : [element('p', { class: 'choose' }, say.choose)]));
  } else if (selected.id !== shown) {
    shown = selected.id;
    reader.replaceChildren(...readerOf(selected, texts, locale));
  }
};

addEventListener('hashchange', () => {
  render();
  if (shown !== null) reader.focus();
});

followInbox({
  list(current) {
    messages = current;
    render();
  },
  arrived(message) {
    messages = withMessage(messages ?? [], message);
    render();
    setText(byId('announcer'), say.arrived(message.to));
  },
  liveness(liveness) {
    byId('live').dataset.state = liveness;
    setText(byId('live'), liveness === 'live' ? say.live : say.reconnecting);
  },
  failed() {
    list.replaceChildren(element('li', { class: 'empty', role: 'alert' }, say.failed));
  },
});
