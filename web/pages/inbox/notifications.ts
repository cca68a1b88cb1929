import { byId, element, setText } from '../../dom.ts';
import { copyButton } from './copy-button.ts';
import type { Device, DeviceContext } from './device.ts';
import { codeIn, type Message, shortToken, wordAge } from './message.ts';

/** A phone's lock screen: the time, and the notifications below it, newest first. */
export const notifications = ({ texts, locale }: DeviceContext): Device => {
  const clock = element('p', { class: 'lock-clock', 'aria-hidden': 'true' });
  const date = element('p', { class: 'lock-date', 'aria-hidden': 'true' });
  const list = element('ol', { class: 'cards' });
  const none = element('p', { class: 'nothing' }, texts.emptyPush);
  byId('push-screen').replaceChildren(clock, date, none, list);

  const tellTime = () => {
    const now = Date.now();
    setText(clock, new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(now));
    setText(date, new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(now));
  };
  tellTime();
  setInterval(tellTime, 5_000);

  const card = (message: Message): HTMLElement => {
    const code = codeIn(message);
    const device = message.device ?? '';
    const name = shortToken(message.to);
    return element(
      'li',
      { class: 'card' },
      element(
        'p',
        { class: 'card-app' },
        element('span', { class: 'card-icon', 'aria-hidden': 'true' }),
        element('span', {}, texts.sender),
        element('time', { datetime: message.at }, wordAge(message.at, Date.now(), locale)),
      ),
      ...(message.subject === null ? [] : [element('p', { class: 'card-title', dir: 'auto' }, message.subject)]),
      element('p', { class: 'card-text', dir: 'auto' }, message.text ?? ''),
      element(
        'p',
        { class: 'card-facts' },
        `${texts.platforms[device] ?? device} · `,
        element(
          'span',
          { class: 'token', title: message.to },
          message.to.startsWith('arn:') ? texts.endpoint(name) : texts.token(name),
        ),
        ` · ${texts.through(message.provider)}`,
      ),
      ...(code === null ? [] : [element('div', { class: 'copy' }, ...copyButton(code, texts, 'copy-code'))]),
    );
  };

  return {
    show(messages) {
      none.hidden = messages.length > 0;
      list.replaceChildren(...messages.map(card));
      list.scrollTop = 0;
    },
  };
};
