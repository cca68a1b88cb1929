import { element } from '../../dom.ts';
import { copyButton } from './copy-button.ts';
import { codeIn, type Message } from './message.ts';
import type { InboxTexts } from './texts.ts';

/** A mail to read: its head, and its body as designed or as plain text. */
export const readerOf = (message: Message, texts: InboxTexts, locale: string): readonly HTMLElement[] => {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(message.at));
  const facts: readonly (readonly [string, string | null])[] = [
    [texts.to, message.to],
    [texts.time, time],
    [texts.provider, message.provider],
  ];
  const head = element(
    'header',
    { class: 'reader-head' },
    element('a', { href: '#', class: 'back' }, texts.back),
    element('h3', {}, message.subject ?? texts.noSubject),
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([name, value]) =>
        value === null ? [] : [element('div', {}, element('dt', {}, name), element('dd', {}, value))],
      ),
    ),
  );
  const code = codeIn(message);
  const tools = element('div', { class: 'tools' }, ...(code === null ? [] : copyButton(code, texts, 'primary')));
  return [head, tools, body(message, texts, tools)];
};

/** Both forms of the body; where there are two, buttons in `tools` choose. */
const body = (message: Message, texts: InboxTexts, tools: HTMLElement): HTMLElement => {
  const plain = element('pre', { class: 'plain', tabindex: '0', 'aria-label': texts.plain }, message.text ?? '');
  if (message.html === null) return plain;
  const designed = element('iframe', {
    class: 'designed',
    sandbox: '',
    title: message.subject ?? texts.message,
    src: `/inbox/messages/${encodeURIComponent(message.id)}/body`,
  });
  const show = (isPlain: boolean) => {
    plain.hidden = !isPlain;
    designed.hidden = isPlain;
    asPlain.setAttribute('aria-pressed', String(isPlain));
    asDesigned.setAttribute('aria-pressed', String(!isPlain));
  };
  const choice = (text: string, isPlain: boolean) =>
    element('button', { type: 'button', class: 'choice', on: { click: () => show(isPlain) } }, text);
  const asDesigned = choice(texts.designed, false);
  const asPlain = choice(texts.plain, true);
  show(false);
  if (message.text !== null) tools.append(element('div', { class: 'choices', role: 'group' }, asDesigned, asPlain));
  return element('div', { class: 'body' }, designed, plain);
};
