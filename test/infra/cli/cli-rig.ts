import { runCli } from '../../../infra/cli/run-cli.ts';
import type { Terminal } from '../../../infra/cli/terminal.ts';

/** What one command line came to. */
export type Ran = {
  readonly status: number;
  /** What was written as the answer. */
  readonly out: string;
  /** What was said beside it. */
  readonly notes: string;
  readonly progress: readonly string[];
};

export type RigOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: () => number;
  readonly signal?: AbortSignal;
  /** Gets each line as it is written. */
  readonly onWrite?: (line: string) => void;
  /** What somebody types, question by question. @default nobody is there */
  readonly answers?: readonly string[];
};

/** Runs a command line in this process, with a terminal that remembers. */
export const runCommand = async (args: readonly string[], options: RigOptions = {}): Promise<Ran> => {
  const [out, notes, progress]: string[][] = [[], [], []];
  const answers = [...(options.answers ?? [])];
  const terminal: Terminal = {
    isInteractive: options.answers !== undefined,
    write(line) {
      out?.push(line);
      options.onWrite?.(line);
    },
    note: (line) => notes?.push(line),
    progress: (text) => progress?.push(text),
    async ask(question) {
      notes?.push(question);
      const next = answers.shift();
      if (next === undefined) throw new Error(`nothing to answer ${JSON.stringify(question)} with`);
      return next;
    },
  };
  const status = await runCli(args, {
    terminal,
    env: options.env ?? {},
    clock: options.clock ?? Date.now,
    signal: options.signal ?? new AbortController().signal,
  });
  return { status, out: (out ?? []).join('\n'), notes: (notes ?? []).join('\n'), progress: progress ?? [] };
};
