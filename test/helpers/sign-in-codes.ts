import type { CapturedMessage } from '../../infra/local/inbox.ts';

/** The code in a message, as a person finds it; empty where there is none, and for no message. */
export const codeIn = (message: Pick<CapturedMessage, 'text'> | undefined): string =>
  /(?<!\d)\d{6,10}(?!\d)/.exec(message?.text ?? '')?.[0] ?? '';

/** Another code of the same length that is wrong for sure. */
export const wrongCode = (code: string): string => code.replace(/^\d/, (digit) => String((Number(digit) + 5) % 10));
