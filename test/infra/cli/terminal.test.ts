import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../../infra/cli/main.ts', import.meta.url));
const TERMINAL = new URL('../../../infra/cli/terminal.ts', import.meta.url).href;

/** Runs a program whose answer nobody reads: the other end is closed before it writes. */
const unread = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let notes = '';
  child.stderr.on('data', (chunk: Buffer) => {
    notes += chunk;
  });
  const [status] = await once(child, 'close');
  return { status, notes };
};

describe('an answer that nobody reads on', () => {
  test('ends the program quietly, as after `--help | head -1`', async () => {
    expect(await unread(MAIN, '--help')).toEqual({ status: 0, notes: '' });
    expect(await unread(MAIN, 'audit', '--help')).toEqual({ status: 0, notes: '' });
  });

  test('is told once, so that following ends, and lets what is at work go on to its end', async () => {
    const script = `
      import { processTerminal } from ${JSON.stringify(TERMINAL)};
      let told = 0;
      const terminal = processTerminal(() => { told += 1; });
      const write = () => {
        terminal.write('a line');
        if (told === 0) return setTimeout(write, 5);
        for (let line = 0; line < 10; line += 1) terminal.write('more');
        process.once('beforeExit', () => terminal.note('done, told ' + told));
      };
      write();`;

    expect(await unread('--input-type=module', '--eval', script)).toEqual({ status: 0, notes: 'done, told 1\n' });
  });

  test('leaves the exit status to the command', async () => {
    const { status, notes } = await unread(MAIN, 'doctor', '--config', '/nowhere.json');

    expect(status).toBe(1);
    expect(notes).toBe('/nowhere.json cannot be read: there is no such file\n');
  });
});
