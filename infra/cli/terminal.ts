import { createInterface } from 'node:readline/promises';

/** The operator at the other end. Output is data or an answer; everything said on the way goes to `note`. */
export type Terminal = {
  /** False where nobody is there to be asked. */
  readonly isInteractive: boolean;
  write(line: string): void;
  note(line: string): void;
  /** How far long work has come: replaces what it last said, and is gone when something else is said. */
  progress(text: string): void;
  /** The answer, without spaces around it. */
  ask(question: string): Promise<string>;
};

/**
 * The terminal of this process. Progress is drawn only where somebody can see it.
 * @param onGone called once, where nobody reads the answer any more, as after `| head`: what is at work ends by itself, so that
 *   nothing is left half-done
 */
export const processTerminal = (onGone: () => void = () => {}): Terminal => {
  const { stdin, stdout, stderr } = process;
  let isRead = true;
  const atEnd = (end: () => void) => (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    end();
  };
  stdout.on(
    'error',
    atEnd(() => {
      if (isRead) onGone();
      isRead = false;
    }),
  );
  stderr.on(
    'error',
    atEnd(() => {}),
  );
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true;
  const clear = () => {
    if (stderr.isTTY) stderr.write('\r\u001b[K');
  };
  return {
    isInteractive,
    write(line) {
      clear();
      if (isRead) stdout.write(`${line}\n`);
    },
    note(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    progress(text) {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    async ask(question) {
      clear();
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return (await lines.question(question)).trim();
      } finally {
        lines.close();
      }
    },
  };
};
