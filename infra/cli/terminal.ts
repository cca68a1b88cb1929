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

/** The terminal of this process. Progress is drawn only where somebody can see it. */
export const processTerminal = (): Terminal => {
  const { stdin, stdout, stderr } = process;
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true;
  const clear = () => {
    if (stderr.isTTY) stderr.write('\r\u001b[K');
  };
  return {
    isInteractive,
    write(line) {
      clear();
      stdout.write(`${line}\n`);
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
