import { normalizeAnswer } from '../client/normalize-answer.ts';

/**
 * The attributes of the one real input for a code: paste, autofill, screen readers and password managers know it. The
 * places of the digits are drawn behind it. It has no maximum length: what is pasted may hold spaces and hyphens.
 */
export const codeInput =
  'name=code type=text inputmode=numeric autocomplete=one-time-code autocapitalize=none spellcheck=false enterkeyhint=done dir=ltr required';

/** An input that takes a code. */
export type CodeField = {
  readonly input: HTMLInputElement;
  setLength(codeLength: number): void;
  empty(): void;
};

/** What comes as a whole: a paste, a keyboard's suggestion, and autofill, which does not say how it came. */
const wholes = /Paste|Replacement|undefined/;

/**
 * Makes `input` take a code.
 * @param onComplete called with the first complete code since the field was empty, or since one came as a whole. A code
 *   that is mended digit by digit waits for the person's own submit, since each half-mended one would cost a try.
 */
export const codeField = (input: HTMLInputElement, onComplete: () => void): CodeField => {
  let codeLength = 6;
  let isArmed = true;
  input.addEventListener('input', (event) => {
    const answer = normalizeAnswer(input.value);
    isArmed ||= answer.length <= 1 || wholes.test(String((event as InputEvent).inputType));
    if (!isArmed || answer.length !== codeLength || !/^\d+$/.test(answer)) return;
    isArmed = false;
    // What is shown is what is sent: a paste of "12 34-56" fills the six places.
    input.value = answer;
    onComplete();
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
