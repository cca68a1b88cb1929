import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

/** Gets the code that was sent to an address. */
export type CodeSource = (address: string) => Promise<string>;

const EVERY_MS = 1_000;
const CODE = /(?<!\d)\d{6,10}(?!\d)/;

/** Asks whoever is there. @throws {CliError} where nobody is */
export const askForCode =
  (terminal: Terminal): CodeSource =>
  async (address) => {
    if (!terminal.isInteractive) {
      throw new CliError('nobody is there to type the code: give --code-from <command>, which prints it');
    }
    const typed = await terminal.ask(`The code that came to ${address}: `);
    return typed.replace(/[\s-]/g, '');
  };

/**
 * Runs a command until it prints a code: 6 to 10 digits that stand alone. The command finds the address in
 * DOORCODE_ADDRESS.
 * @throws {CliError} with what the command said, when the time is over
 */
export const codeFromCommand =
  (command: string, env: Readonly<Record<string, string | undefined>>, timeoutMs: number): CodeSource =>
  async (address) => {
    const endsAt = performance.now() + timeoutMs;
    for (;;) {
      const { output, errors, status } = await run(command, { ...env, DOORCODE_ADDRESS: address }, endsAt);
      const code = CODE.exec(output)?.[0];
      if (code !== undefined) return code;
      if (performance.now() + EVERY_MS >= endsAt) {
        const said = (errors || output).trim().split('\n').at(-1) ?? '';
        throw new CliError(
          `--code-from ${JSON.stringify(command)} printed no code of 6 to 10 digits within ${timeoutMs / 1_000} s ` +
            `(exit status ${status}${said === '' ? '' : `, last line: ${said}`}): did the message arrive? See \`doctor\``,
        );
      }
      await pause(EVERY_MS);
    }
  };

type Ran = { readonly output: string; readonly errors: string; readonly status: number | null };

const run = (command: string, env: NodeJS.ProcessEnv, endsAt: number): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const timeout = Math.max(1, Math.ceil(endsAt - performance.now()));
    const child = spawn(command, { shell: true, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('error', (cause) => reject(new CliError(`--code-from cannot be run: ${cause.message}`, { cause })));
    child.once('close', (status) => resolve({ output, errors, status }));
  });

/** Reads the inbox of a local stack. @throws {CliError} when nothing arrives in time */
export const codeFromInbox =
  (web: string, timeoutMs: number): CodeSource =>
  async (address) => {
    const endsAt = performance.now() + timeoutMs;
    for (;;) {
      const answer = await fetch(`${web}/inbox/messages`, { signal: AbortSignal.timeout(5_000) });
      const messages = (await answer.json()) as readonly { readonly to: string; readonly text: string | null }[];
      const code = CODE.exec(messages.find(({ to }) => to === address)?.text ?? '')?.[0];
      if (code !== undefined) return code;
      if (performance.now() >= endsAt)
        throw new CliError(`no code for ${address} came into ${web}/inbox: see \`doctor\``);
      await pause(100);
    }
  };
