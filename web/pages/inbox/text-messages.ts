import { byId, element } from '../../dom.ts';
import { copyButton } from './copy-button.ts';
import type { Device, DeviceContext } from './device.ts';
import { codeIn, type Message, originBound, wordAge } from './message.ts';

/** A phone's conversations: bubbles under the number they went to, the newest at the bottom and in view. */
export const textMessages = ({ texts, locale }: DeviceContext): Device => {
  const screen = byId('sms-screen');

  const bubble = (message: Message): HTMLElement => {
    const { body, origin } = originBound(message);
    const code = codeIn(message);
    return element(
      'li',
      { class: 'bubble-row' },
      element(
        'div',
        { class: 'bubble', dir: 'auto' },
        element('span', { class: 'bubble-text' }, body),
        ...(origin === null ? [] : [element('bdi', { class: 'origin', dir: 'ltr' }, origin)]),
      ),
      element(
        'p',
        { class: 'bubble-facts' },
        element('time', { datetime: message.at }, wordAge(message.at, Date.now(), locale)),
        ` · ${texts.through(message.provider)}`,
      ),
      ...(code === null ? [] : [element('div', { class: 'copy' }, ...copyButton(code, texts, 'copy-code'))]),
    );
  };

  /** Number and bubbles, anew wherever the number changes. */
  const conversation = (oldestFirst: readonly Message[]): readonly HTMLElement[] =>
    oldestFirst.flatMap((message, at) => {
      const isSame = oldestFirst[at - 1]?.to === message.to;
      return isSame
        ? [bubble(message)]
        : [element('li', { class: 'thread-to' }, texts.sentTo(message.to)), bubble(message)];
    });

  return {
    show(messages) {
      const newest = messages[0];
      if (newest === undefined) {
        screen.replaceChildren(element('p', { class: 'nothing' }, texts.emptySms));
        return;
      }
      const sender = element('p', { class: 'sender' }, newest.subject ?? texts.sender);
      const thread = element('ol', { class: 'thread' }, ...conversation(messages.toReversed()));
      screen.replaceChildren(sender, thread);
      thread.scrollTop = thread.scrollHeight;
    },
  };
};
