import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel, ChannelError, ChannelErrorCode, Notice, SignInMessage } from '../../channels/channel.ts';
import { type Behaviour, type ProviderServer, type RecordedRequest, startProvider } from './provider-server.ts';
import { failure, timed, unendingSends } from './unending-sends.ts';

/** What the suite must know of a channel to put it through the contract. */
export type ChannelCase = {
  /** A message the channel delivers. */
  readonly message: SignInMessage;
  /** Builds the channel, with its real client, against a provider at `endpoint`. */
  open(endpoint: string): Channel;
  /** The provider's answer to a message it takes, and the id the receipt then holds. */
  readonly accepted: { readonly answer: Behaviour; readonly messageId?: string };
  /** Who a recorded request is for, everybody that the provider would deliver it to. */
  recipients(request: RecordedRequest): readonly string[];
  /** The provider's errors. The suite fills `{text}` of a body with the address and the code, as providers do. */
  readonly failures: readonly ProviderFailure[];
  /** Destinations that must be refused before the provider is asked. */
  readonly hostileDestinations: readonly string[];
};

export type ProviderFailure = {
  readonly name: string;
  readonly answer: Behaviour;
  readonly code: ChannelErrorCode;
  readonly retryable: boolean;
};

/** What a provider calls an error, its HTTP status, and what becomes of it. */
export type FailureRow = readonly [type: string, status: number, code: ChannelErrorCode, retryable: boolean];

/** The failures of a table of errors, each as the provider answers it. */
export const failuresOf = (
  rows: readonly FailureRow[],
  answerOf: (status: number, type: string) => Behaviour,
): readonly ProviderFailure[] =>
  rows.map(([type, status, code, retryable]) => ({
    name: `${type} (${status})`,
    answer: answerOf(status, type),
    code,
    retryable,
  }));

/** What a proxy answers in the provider's place. */
export const proxyFailure: ProviderFailure = {
  name: 'a page of a proxy (502)',
  answer: { does: 'answer', status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>{text}</h1>' },
  code: 'unavailable',
  retryable: true,
};

const HOSTILE_LOCALES = ['', 'xx', '__proto__', 'constructor', 'toString', '../en', '<script>', 'x'.repeat(10_000)];

/** What a user or a client could put beside a message, one value in every place. */
const HOSTILE_ATTRIBUTES = ['<b>Click</b> https://evil.example', '{code}', '\r\nBcc: eve@evil.example', '{{x}}'].map(
  (value) => ({
    name: value,
    email: value,
    subject: value,
    title: value,
    body: value,
    host: value,
    texts: { en: { sms: { 'sign-in': value } } },
    metadata: { locale: value },
    'custom:channel': value,
  }),
);

/** The contract of `channels/channel.ts` as tests: every channel passes it, ours and a deployment's own. */
export const describeChannel = (name: string, subject: ChannelCase): void => {
  const { message } = subject;
  const { code: _code, purpose: _purpose, minutesValid: _minutes, challengeId: _id, ...recipient } = message;
  let endings: ReturnType<typeof unendingSends>;

  // All suites of a file wait for their time-outs at once, while the first of them runs its other tests.
  beforeAll(() => {
    endings = unendingSends(subject);
  });

  describe(`${name} for ${message.medium} (${message.platform ?? 'any device'}), by the channel contract`, () => {
    let provider: ProviderServer;
    let channel: Channel;

    beforeAll(async () => {
      provider = await startProvider();
      channel = subject.open(provider.url);
    });
    beforeEach(() => provider.behave(subject.accepted.answer));
    afterAll(() => provider.close());

    const send = (changes: object = {}, signal = new AbortController().signal) =>
      channel.send({ ...message, ...changes }, { signal });
    const notify = (changes: object = {}, signal = new AbortController().signal) => {
      const notice: Notice = { ...recipient, about: 'email-changed', ...changes };
      return channel.notify?.(notice, { signal }) ?? Promise.reject(new Error('the channel has no notify'));
    };

    test('says which provider it is and what it delivers', () => {
      expect(channel.provider).toBe(name);
      expect(channel.media).toContain(message.medium);
    });

    test('makes one call for exactly one recipient and gives the receipt', async () => {
      const before = provider.requests.length;

      const receipt = await send();

      const requests = provider.requests.slice(before);
      expect(requests).toHaveLength(1);
      expect(requests.flatMap((request) => subject.recipients(request))).toEqual([message.destination]);
      expect(requests[0]?.body).toContain(message.code);
      expect(receipt.provider).toBe(name);
      expect(receipt.messageId).toBe(subject.accepted.messageId);
    });

    test.each(subject.failures)('maps $name to $code', async ({ answer, code, retryable }) => {
      const text = `${message.destination} ${message.code} PROVIDER-TEXT`;
      provider.behave(answer.does === 'answer' ? { ...answer, body: answer.body.replace('{text}', text) } : answer);
      const before = provider.requests.length;

      const error = await failure(send());

      expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
      expect(error.provider).toBe(name);
      expect(error.cause).toBeInstanceOf(Error);
      expectNothingSaid(error, message);
      expect(provider.requests.length - before).toBe(1);
    });

    test('ends in time whatever the provider leaves undone, and hangs up', async () => {
      const outcomes = await endings;

      expect(outcomes.map(({ does }) => does)).toEqual(['never accept', 'hang', 'stall', 'dribble']);
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ code: 'timeout', retryable: false, inTime: true });
    });

    test('calls a refused connection unavailable', async () => {
      const gone = await startProvider();
      await gone.close();

      const error = await failure(subject.open(gone.url).send(message, { signal: new AbortController().signal }));

      expect({ code: error.code, retryable: error.retryable }).toEqual({ code: 'unavailable', retryable: true });
      expectNothingSaid(error, message);
    });

    test('calls a lost answer unavailable', async () => {
      provider.behave({ does: 'drop' });

      const error = await failure(send());

      expect({ code: error.code, retryable: error.retryable }).toEqual({ code: 'unavailable', retryable: true });
    });

    test('stops at once when the sign-in calls the send off', async () => {
      provider.behave({ does: 'hang' });
      const caller = new AbortController();

      const sending = timed(send({}, caller.signal));
      setImmediate(() => caller.abort());
      const { error, elapsedMs } = await sending;

      expect({ code: error.code, retryable: error.retryable }).toEqual({ code: 'timeout', retryable: false });
      expect(elapsedMs).toBeLessThan(500);
    });

    test('asks no provider once the send is called off', async () => {
      const before = provider.requests.length;

      const error = await failure(send({}, AbortSignal.abort()));

      expect(error.code).toBe('timeout');
      expect(provider.requests.length).toBe(before);
    });

    test('refuses every hostile destination before it asks the provider', async () => {
      const before = provider.requests.length;

      for (const destination of subject.hostileDestinations) {
        const error = await failure(send({ destination }));
        expect({ destination, code: error.code }).toEqual({ destination, code: 'rejected' });
        expect(error.retryable).toBe(false);
        if (destination.length > 3) expect(String(error)).not.toContain(destination);
      }

      expect(subject.hostileDestinations.length).toBeGreaterThanOrEqual(100);
      expect(provider.requests.length).toBe(before);
    });

    test('writes the same bytes whatever else is known of the user', async () => {
      const before = provider.requests.length;

      await send();
      for (const attributes of HOSTILE_ATTRIBUTES) await send({ ...attributes, ...message });

      const bodies = new Set(provider.requests.slice(before).map(({ body }) => body));
      expect(bodies.size).toBe(1);
    });

    test('words an unknown locale in the fallback, never in what the caller wrote', async () => {
      const before = provider.requests.length;

      for (const locale of HOSTILE_LOCALES) await send({ locale });

      const bodies = new Set(provider.requests.slice(before).map(({ body }) => body));
      expect(bodies.size).toBe(1);
    });

    test.each(['sign-in', 'prove-address'] as const)('says what the code is for: %s', async (purpose) => {
      const other = purpose === 'sign-in' ? 'prove-address' : 'sign-in';
      const before = provider.requests.length;

      await send({ purpose });
      await send({ purpose: other });

      const bodies = provider.requests.slice(before).map(({ body }) => body);
      expect(bodies).toHaveLength(2);
      expect(bodies[0]).not.toBe(bodies[1]);
    });

    test('refuses a medium that it does not deliver', async () => {
      const media = (['email', 'sms', 'push'] as const).filter((medium) => !channel.media.includes(medium));
      const before = provider.requests.length;

      for (const medium of media) expect((await failure(send({ medium }))).code).toBe('misconfigured');

      expect(provider.requests.length).toBe(before);
    });

    if (subject.open('http://127.0.0.1:1').notify === undefined) return;

    test.each(['email-changed', 'phone-changed'] as const)(
      'tells of %s in one call for exactly one recipient, without a code',
      async (about) => {
        const before = provider.requests.length;

        const receipt = await notify({ about });

        const requests = provider.requests.slice(before);
        expect(requests).toHaveLength(1);
        expect(requests.flatMap((request) => subject.recipients(request))).toEqual([message.destination]);
        const words = (requests[0]?.body ?? '').replaceAll(message.destination, '').replaceAll(asForm(message), '');
        expect(words).not.toContain(message.code);
        expect(receipt).toMatchObject({ provider: name });
      },
    );

    test('maps the failure of a notice as that of a code', async () => {
      for (const { answer, code, retryable } of subject.failures.slice(0, 3)) {
        provider.behave(answer);
        const error = await failure(notify());
        expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
      }
    });

    test('refuses every hostile destination of a notice before it asks the provider', async () => {
      const before = provider.requests.length;

      for (const destination of subject.hostileDestinations) {
        expect((await failure(notify({ destination }))).code).toBe('rejected');
      }

      expect(provider.requests.length).toBe(before);
    });

    test('tells nothing once the notice is called off', async () => {
      const before = provider.requests.length;

      expect((await failure(notify({}, AbortSignal.abort()))).code).toBe('timeout');

      expect(provider.requests.length).toBe(before);
    });
  });
};

/** The destination as a form writes it. */
const asForm = ({ destination }: SignInMessage): string => encodeURIComponent(destination);

const expectNothingSaid = (error: ChannelError, message: SignInMessage): void => {
  for (const secret of [message.code, message.destination, 'PROVIDER-TEXT']) {
    expect(error.message).not.toContain(secret);
  }
};
