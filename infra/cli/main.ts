#!/usr/bin/env node
import { environment } from '../../functions/runtime/environment.ts';
import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

const stopping = new AbortController();
process.once('SIGINT', () => {
  stopping.abort();
  // Whatever follows ends by itself; whatever else is at work is cut off.
  setTimeout(() => process.exit(130), 300).unref();
});

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(() => stopping.abort()),
  env: environment,
  clock: Date.now,
  signal: stopping.signal,
});
