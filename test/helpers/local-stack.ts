import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CapturedMessage } from '../../infra/local/inbox.ts';
import type { StackConfig } from '../../infra/local/local-stack.ts';
import { codeIn } from './sign-in-codes.ts';

/** The whole product, running in a process of its own as `npm start` runs it. */
export type RunningStack = {
  readonly config: StackConfig;
  /** Newest first. */
  inbox(): Promise<CapturedMessage[]>;
  /** The code of the newest mail to `address` after `since` messages; waits up to 5 s for it. */
  codeFor(address: string): Promise<string>;
  /** The parsed lines that the triggers printed. */
  logs(): Promise<Record<string, unknown>[]>;
  fault(fault: object): Promise<void>;
  clearFaults(): Promise<void>;
  stop(): Promise<void>;
};

const MAIN = new URL('../../infra/local/main.ts', import.meta.url);

/** Starts it on free ports, with these settings beside. */
export const startStack = (...settings: readonly string[]): Promise<RunningStack> =>
  runStackProgram(MAIN, ['--json', '--ports', '0', ...settings]);

/** Runs a program whose first line is the configuration of the stack that it started. */
export const runStackProgram = async (program: URL, args: readonly string[]): Promise<RunningStack> => {
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const config = await readConfig(child);
  const inbox = async () => (await (await fetch(`${config.web}/inbox/messages`)).json()) as CapturedMessage[];

  return {
    config,
    inbox,
    async codeFor(address) {
      for (let tries = 0; tries < 100; tries += 1) {
        const mail = (await inbox()).find((message) => message.to === address);
        const code = codeIn(mail);
        if (code !== '') return code;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no mail with a code for ${address} within 5 s`);
    },
    async logs() {
      const text = await (await fetch(`${config.aws}/logs`)).text();
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
    },
    async fault(fault) {
      const answer = await fetch(`${config.aws}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      if (answer.status !== 204) throw new Error(`fault refused: ${await answer.text()}`);
    },
    async clearFaults() {
      await fetch(`${config.aws}/faults`, { method: 'DELETE', headers: { 'content-type': 'application/json' } });
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const readConfig = (child: ChildProcess): Promise<StackConfig> =>
  new Promise((resolve, reject) => {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('the stack was started without pipes');
    const errors: string[] = [];
    stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    createInterface({ input: stdout }).once('line', (line) => resolve(JSON.parse(line) as StackConfig));
    child.once('exit', (code) => reject(new Error(`the stack ended with ${code}: ${errors.join('')}`)));
  });
