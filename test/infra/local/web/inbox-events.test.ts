import { expect, jest, test } from '@jest/globals';
import { createInbox } from '../../../../infra/local/inbox.ts';
import { createInboxEvents } from '../../../../infra/local/web/inbox-events.ts';

test('a heartbeat keeps a quiet stream open', async () => {
  jest.useFakeTimers();
  try {
    const events = createInboxEvents(createInbox(), 15_000);
    const reader = events.open().pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();

    const next = reader.read();
    jest.advanceTimersByTime(15_000);

    expect((await next).value).toBe(': still here\n\n');
    events.close();
  } finally {
    jest.useRealTimers();
  }
});

test('a reader that goes away is forgotten', async () => {
  const events = createInboxEvents(createInbox());
  const stream = events.open();
  expect(events.count()).toBe(1);

  await stream.cancel();

  expect(events.count()).toBe(0);
  events.close();
});

test('closing ends every stream', async () => {
  const events = createInboxEvents(createInbox());
  const readers = [events.open(), events.open()].map((stream) => stream.getReader());
  await Promise.all(readers.map((reader) => reader.read()));

  events.close();

  expect(await Promise.all(readers.map((reader) => reader.read()))).toEqual([
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
});
