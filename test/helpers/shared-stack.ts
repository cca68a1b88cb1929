import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { type RunningStack, startStack } from './local-stack.ts';

/**
 * One stack for all tests of a file, or of the `describe` that this is called in: it starts before the first of them, stops
 * after the last, and takes no fault over from one test to the next.
 */
export const sharedStack = (...settings: readonly string[]): RunningStack => {
  let started: RunningStack | undefined;
  const running = (): RunningStack => {
    if (started === undefined) throw new Error('the stack runs in tests and their hooks only: ask for it there');
    return started;
  };

  beforeAll(async () => {
    started = await startStack(...settings);
  }, 20_000);
  afterEach(() => started?.clearFaults());
  afterAll(() => started?.stop());

  return {
    get config() {
      return running().config;
    },
    inbox: () => running().inbox(),
    codeFor: (address) => running().codeFor(address),
    logs: () => running().logs(),
    fault: (fault) => running().fault(fault),
    clearFaults: () => running().clearFaults(),
    stop: () => running().stop(),
  };
};
