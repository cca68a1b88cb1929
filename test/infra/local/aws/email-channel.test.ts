import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Channel } from '../../../../channels/channel.ts';
import { openChannel } from '../../../../channels/registry.ts';
import type { AwsServer } from '../../../../infra/local/aws/server.ts';
import type { Inbox } from '../../../../infra/local/inbox.ts';
import { codeMessage } from '../../../channels/messages/fixtures.ts';
import { localClient } from '../../../helpers/local-client.ts';
import { rejection, startServer } from './stack.ts';

let server: AwsServer;
let inbox: Inbox;
let channel: Channel;

beforeAll(async () => {
  ({ server, inbox } = await startServer());
  channel = await openChannel('ses', { from: 'codes@example.com', ...localClient(server.url) });
});
afterAll(() => server.close());

const message = codeMessage('email', { locale: 'nl' });
const send = () => channel.send(message, { signal: new AbortController().signal });

describe('the SES channel with the capture server', () => {
  test('puts the mail into the inbox under the id of the receipt', async () => {
    const { messageId } = await send();

    expect(inbox.find(messageId ?? '')).toMatchObject({
      to: 'ann@example.com',
      subject: '402917 is je inlogcode voor Example',
      provider: 'ses',
    });
  });

  test('calls a message that arrived without an answer unavailable, and may try again', async () => {
    const before = inbox.list().length;
    await server.setFault({ service: 'ses', operation: 'SendEmail', times: 1, drop: true });

    const error = await rejection(send());
    await send();

    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
    expect(inbox.list().length).toBe(before + 2);
  });

  test('gives a hanging server up as timed out', async () => {
    await server.setFault({ service: 'ses', times: 1, delayMs: 60_000 });

    expect(await rejection(send())).toMatchObject({ code: 'timeout', retryable: false });
  });
});
