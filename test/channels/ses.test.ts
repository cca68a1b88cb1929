import { describe, expect, test } from '@jest/globals';
import { sendEmailInput, sesChannel, sesClient } from '../../channels/ses.ts';
import { localClient } from '../helpers/local-client.ts';
import { describeChannel, failuresOf, proxyFailure } from './contract.ts';
import { hostileEmailAddresses } from './hostile-destinations.ts';
import { codeMessage } from './messages/fixtures.ts';
import { jsonAnswer } from './provider-server.ts';

const message = codeMessage('email', { challengeId: 'Yk3_challenge-1' });

const options = { from: 'Example <codes@example.com>' };

const failures = failuresOf(
  [
    ['TooManyRequestsException', 429, 'throttled', true],
    ['ThrottlingException', 400, 'throttled', true],
    ['LimitExceededException', 400, 'throttled', false],
    ['InternalServiceErrorException', 500, 'unavailable', true],
    ['ServiceUnavailable', 503, 'unavailable', true],
    ['SomethingNewException', 502, 'unavailable', true],
    ['SomethingNewException', 429, 'throttled', true],
    ['SomethingNewException', 400, 'rejected', false],
    ['MessageRejected', 400, 'rejected', false],
    ['BadRequestException', 400, 'rejected', false],
    ['NotFoundException', 404, 'misconfigured', false],
    ['MailFromDomainNotVerifiedException', 400, 'misconfigured', false],
    ['SendingPausedException', 400, 'misconfigured', false],
    ['AccountSuspendedException', 400, 'misconfigured', false],
    ['AccessDeniedException', 403, 'misconfigured', false],
    ['SomethingNewException', 403, 'misconfigured', false],
    ['UnrecognizedClientException', 400, 'misconfigured', false],
    ['ExpiredTokenException', 400, 'misconfigured', false],
  ],
  (status, type) => jsonAnswer(status, '{"message":"{text}"}', { 'x-amzn-errortype': type }),
);

describeChannel('ses', {
  message,
  open: (endpoint) => sesChannel({ ...options, client: sesClient(localClient(endpoint)) }),
  accepted: { answer: jsonAnswer(200, '{"MessageId":"0100-1"}'), messageId: '0100-1' },
  recipients: ({ body }) => Object.values<string[]>(JSON.parse(body).Destination).flat(),
  failures: [
    ...failures,
    proxyFailure,
    { name: 'a success that is no JSON', answer: jsonAnswer(200, '<{text}'), code: 'unavailable', retryable: false },
  ],
  hostileDestinations: hostileEmailAddresses,
});

describe('the SES request', () => {
  test('turns tracking off, whatever the account and the configuration set say', () => {
    const input = sendEmailInput({ ...options, configurationSet: 'codes' }).code(message);

    expect(input.ConfigurationSetName).toBe('codes');
    expect(input.ConfigurationOverrides?.Tracking).toEqual({
      OpenTrackingEnabled: 'DISABLED',
      ClickTrackingEnabled: 'DISABLED',
    });
  });

  test('tags the mail with its purpose, channel and challenge, and with no address or code', () => {
    const { EmailTags } = sendEmailInput(options).code(message);

    expect(EmailTags).toEqual([
      { Name: 'purpose', Value: 'sign-in' },
      { Name: 'channel', Value: 'email' },
      { Name: 'challengeId', Value: 'Yk3_challenge-1' },
    ]);
  });

  test('tags a notice with what it is about, and with no challenge', () => {
    const { EmailTags } = sendEmailInput(options).notice({ ...message, about: 'email-changed' });

    expect(EmailTags).toEqual([
      { Name: 'purpose', Value: 'email-changed' },
      { Name: 'channel', Value: 'email' },
    ]);
  });

  test.each(['', 'a b', 'x\r\ny', 'é', 'x'.repeat(257)])(
    'leaves the challenge untagged when its id is %j',
    (challengeId) => {
      const { EmailTags } = sendEmailInput(options).code({ ...message, challengeId });

      expect(EmailTags?.map(({ Name }) => Name)).toEqual(['purpose', 'channel']);
    },
  );

  test('sends text and HTML from the sender to the one recipient, answers to replyTo', () => {
    const input = sendEmailInput({ ...options, replyTo: 'help@example.com' }).code(message);

    expect(input.FromEmailAddress).toBe('Example <codes@example.com>');
    expect(input.ReplyToAddresses).toEqual(['help@example.com']);
    expect(input.Destination).toEqual({ ToAddresses: ['ann@example.com'] });
    expect(input.Content?.Simple?.Body?.Text?.Data).toContain('402917');
    expect(input.Content?.Simple?.Body?.Html?.Data).toContain('402917');
    expect(input.Content?.Raw).toBeUndefined();
    expect(input.Content?.Template).toBeUndefined();
  });

  test('keeps the code out of the subject where the deployment wants it so', () => {
    const input = sendEmailInput({ ...options, codeInSubject: false }).code(message);

    expect(input.Content?.Simple?.Subject?.Data).toBe('Your Example sign-in code');
  });

  test.each([
    ['from', { from: 'codes' }],
    ['from', { from: 'a@example.com, b@example.com' }],
    ['from', { from: 'Example\r\nBcc: eve@evil.example <codes@example.com>' }],
    ['replyTo', { ...options, replyTo: 'nobody' }],
    ['configurationSet', { ...options, configurationSet: 'a set' }],
    ['host', { ...options, host: 'https://example.com' }],
    ['texts', { ...options, texts: { en_US: {} } }],
  ])('fails at the start for a bad %s, naming it', (name, bad) => {
    expect(() => sendEmailInput(bad)).toThrow(TypeError);
    expect(() => sendEmailInput(bad)).toThrow(name);
  });

  test('is misconfigured for a medium that SES does not deliver', () => {
    expect(() => sendEmailInput(options).code({ ...message, medium: 'sms' })).toThrow('ses: misconfigured');
  });

  test('passes an error of the program through', async () => {
    const client = sesClient(localClient('http://127.0.0.1:1'));
    const bug = new RangeError('a bug');
    client.middlewareStack.add(() => () => Promise.reject(bug), { step: 'initialize' });

    const sending = sesChannel({ ...options, client }).send(message, { signal: new AbortController().signal });

    await expect(sending).rejects.toBe(bug);
  });
});
