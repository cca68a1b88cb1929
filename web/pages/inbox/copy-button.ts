import { element, setText } from '../../dom.ts';
import type { InboxTexts } from './texts.ts';

/** A button that copies a code, and the place where it says whether it could. */
export const copyButton = (code: string, texts: InboxTexts, className: string): readonly HTMLElement[] => {
  const outcome = element('span', { role: 'status', class: 'copied' });
  const copy = () => {
    navigator.clipboard.writeText(code).then(
      () => setText(outcome, texts.copied),
      () => setText(outcome, texts.copyFailed),
    );
  };
  return [element('button', { type: 'button', class: className, on: { click: copy } }, texts.copy(code)), outcome];
};
