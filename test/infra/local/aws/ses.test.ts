import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsServer } from '../../../../infra/local/aws/server.ts';
import type { Inbox } from '../../../../infra/local/inbox.ts';
import { oneTryAt, rejection, signedPost, startServer } from './stack.ts';

let server: AwsServer;
let inbox: Inbox;
let client: SESv2Client;

beforeAll(async () => {
  ({ server, inbox } = await startServer());
  client = new SESv2Client(oneTryAt(server.url));
});
afterAll(() => server.close());

const mail: SendEmailCommandInput = {
  FromEmailAddress: 'Example <codes@example.com>',
  Destination: { ToAddresses: ['ann@example.com'] },
  Content: { Simple: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'text' }, Html: { Data: '<b>html</b>' } } } },
};

const send = (changes: object) => client.send(new SendEmailCommand({ ...mail, ...changes }));
const simple = (changes: object) => ({ Content: { Simple: { ...mail.Content?.Simple, ...changes } } });

describe('SES SendEmail', () => {
  test('takes a mail into the inbox and gives its id', async () => {
    const { MessageId } = await send({});

    expect(inbox.list()[0]).toEqual({
      id: MessageId,
      at: '2026-11-22T00:00:00.000Z',
      provider: 'ses',
      medium: 'email',
      to: 'ann@example.com',
      subject: 'Hi',
      text: 'text',
      html: '<b>html</b>',
      device: null,
    });
  });

  test('shows every recipient, hidden ones too', async () => {
    await send({ Destination: { ToAddresses: ['ann@example.com'], BccAddresses: ['eve@evil.example'] } });

    expect(inbox.list()[0]?.to).toBe('ann@example.com, eve@evil.example');
  });

  test.each([
    ['no sender', { FromEmailAddress: undefined }, 'FromEmailAddress'],
    ['a sender that is no address', { FromEmailAddress: 'Example' }, "Missing final '@domain'"],
    ['no recipient', { Destination: undefined }, 'Destination'],
    ['an empty list of recipients', { Destination: { ToAddresses: [] } }, 'Destination'],
    ['a recipient that is no address', { Destination: { ToAddresses: ['ann'] } }, "Missing final '@domain'"],
    ['two recipients in one', { Destination: { ToAddresses: ['a@example.com, b@example.com'] } }, 'whitespace'],
    ['a recipient with a line break', { Destination: { ToAddresses: ['a\r\n@example.com'] } }, 'control'],
    ['a recipient beyond ASCII', { Destination: { ToAddresses: ['änn@example.com'] } }, 'ASCII'],
    ['51 recipients', { Destination: { ToAddresses: Array(51).fill('ann@example.com') } }, 'exceeds 50'],
    ['no subject', simple({ Subject: undefined }), 'Subject'],
    ['a subject of two lines', simple({ Subject: { Data: 'a\r\nBcc: eve@evil.example' } }), 'one line'],
    ['no body', simple({ Body: {} }), 'Text or Html'],
    ['a tag with an address', { EmailTags: [{ Name: 'to', Value: 'ann@example.com' }] }, 'tag'],
    ['raw content', { Content: { Raw: { Data: Buffer.from('x') } } }, 'Content.Raw is not served'],
    ['a template', { Content: { Template: { TemplateName: 'x' } } }, 'Content.Template is not served'],
  ])('refuses %s', async (_, changes, text) => {
    const before = inbox.list().length;

    const error = await rejection(send(changes));

    expect(error.name).toBe('BadRequestException');
    expect(error.$metadata?.httpStatusCode).toBe(400);
    expect(error.message).toContain(text);
    expect(inbox.list().length).toBe(before);
  });

  test.each([
    ['malformed JSON', '{', 400, 'SerializationException'],
    ['no object', '[]', 400, 'SerializationException'],
    ['null', 'null', 400, 'SerializationException'],
    ['wrong types', '{"Content":5}', 400, 'SerializationException'],
    ['nulls for everything', '{"Content":null,"FromEmailAddress":null,"Destination":null}', 400, 'BadRequestException'],
    ['a body of 1 MB', 'x'.repeat(1_000_000), 413, 'RequestEntityTooLarge'],
  ])('answers %s in its own protocol', async (_, body, status, type) => {
    const response = await signedPost(`${server.url}/v2/email/outbound-emails`, 'ses', body);

    expect(response.status).toBe(status);
    expect(response.headers.get('x-amzn-errortype')).toBe(type);
    expect(await response.json()).toEqual({ message: expect.any(String) });
  });

  test('takes no mail that is not signed', async () => {
    const response = await fetch(`${server.url}/v2/email/outbound-emails`, { method: 'POST', body: '{}' });

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  });
});
