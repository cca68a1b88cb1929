import { element, setText } from '../dom.ts';
import type { Texts } from '../texts.ts';
import { codeIn, type Message } from './message.ts';

/** A message to read: its head, and its body as designed or as plain text. */
export const readerOf = (message: Message, texts: Texts, locale: string): readonly HTMLElement[] => {
  const say = texts.inbox;
  const medium = say.media[message.medium] ?? message.medium;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(message.at));
  const facts: readonly (readonly [string, string | null])[] = [
    [say.to, message.to],
    [say.time, time],
    [say.provider, `${message.provider} (${medium})`],
    [say.device, message.device],
  ];
  const head = element(
    'header',
    { class: 'reader-head' },
    element('a', { href: '#', class: 'back' }, say.back),
    element('h2', {}, message.subject ?? (message.medium === 'email' ? say.noSubject : medium)),
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([name, value]) =>
        value === null ? [] : [element('div', {}, element('dt', {}, name), element('dd', {}, value))],
      ),
    ),
  );
  const code = codeIn(message);
  const tools = element('div', { class: 'tools' }, ...(code === null ? [] : copyButton(code, texts)));
  return [head, tools, body(message, texts, tools)];
};

/** Both forms of the body; where there are two, buttons in `tools` choose. */
const body = (message: Message, texts: Texts, tools: HTMLElement): HTMLElement => {
  const say = texts.inbox;
  const plain = element('pre', { class: 'plain', tabindex: '0', 'aria-label': say.plain }, message.text ?? '');
  if (message.html === null) return plain;
  const designed = element('iframe', {
    class: 'designed',
    sandbox: '',
    title: message.subject ?? say.message,
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
  const asDesigned = choice(say.designed, false);
  const asPlain = choice(say.plain, true);
  show(false);
  if (message.text !== null) tools.append(element('div', { class: 'choices', role: 'group' }, asDesigned, asPlain));
  return element('div', { class: 'body' }, designed, plain);
};

const copyButton = (code: string, texts: Texts): readonly HTMLElement[] => {
  const outcome = element('span', { role: 'status', class: 'copied' });
  const copy = () => {
    navigator.clipboard.writeText(code).then(
      () => setText(outcome, texts.inbox.copied),
      () => setText(outcome, texts.inbox.copyFailed),
    );
  };
  return [
    element('button', { type: 'button', class: 'primary', on: { click: copy } }, texts.inbox.copy(code)),
    outcome,
  ];
};
