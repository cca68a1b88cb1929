import { element, setText } from '../../dom.ts';
import type { Message } from './wording.ts';

/**
 * A place for messages about a field. It holds two live regions, present from the start as screen readers need it: an
 * alert for errors, a status for the rest.
 */
export const messageLine = (id: string) => {
  const alert = element('p', { id, role: 'alert', class: 'message message-error' });
  const status = element('p', { role: 'status', class: 'message message-info' });
  return {
    root: element('div', { class: 'messages' }, alert, status),
    show(message: Message | null) {
      setText(alert, message?.tone === 'error' ? message.text : '');
      setText(status, message?.tone === 'info' ? message.text : '');
    },
    /** Empties the line so that the same words are read out when they come again. */
    clear() {
      setText(alert, '');
      setText(status, '');
    },
  };
};

/** Marks a field as wrong, or no longer. */
export const markInvalid = (field: HTMLElement, isInvalid: boolean): void => {
  if (isInvalid) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
};
