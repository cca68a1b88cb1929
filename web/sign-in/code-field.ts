import { normalizeAnswer } from '../client/normalize-answer.ts';
import { type Attributes, element } from '../dom.ts';

/** The one real input for a code. */
export type CodeField = {
  readonly input: HTMLInputElement;
  setLength(codeLength: number): void;
  empty(): void;
};

/**
 * A single text input, so that paste, autofill, screen readers and password managers work; the places of the digits
 * are drawn behind it. It has no maximum length: what is pasted may hold spaces and hyphens.
 * @param onComplete called with the first complete code since the field was empty, or since a paste. A code that is
 *   mended digit by digit waits for the person's own submit, since each half-mended one would cost a try.
 * @param attributes its id, and what else tells it apart on its page
 */
export const codeField = (onComplete: () => void, attributes: Attributes): CodeField => {
  let codeLength = 6;
  let isArmed = true;
  const input = element('input', {
    name: 'code',
    class: 'code',
    type: 'text',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'done',
    dir: 'ltr',
    required: true,
    ...attributes,
    on: {
      input(event) {
        const answer = normalizeAnswer(input.value);
        const inputType = event instanceof InputEvent ? event.inputType : 'insertReplacementText';
        if (answer.length <= 1 || inputType === 'insertFromPaste' || inputType === 'insertReplacementText')
          isArmed = true;
        if (!isArmed || answer.length !== codeLength || !/^\d+$/.test(answer)) return;
        isArmed = false;
        // What is shown is what is sent: a paste of "12 34-56" fills the six places.
        input.value = answer;
        onComplete();
      },
    },
  });
  return {
    input,
    setLength(length) {
      codeLength = length;
      input.style.setProperty('--code-length', String(length));
    },
    empty() {
      input.value = '';
      isArmed = true;
    },
  };
};
