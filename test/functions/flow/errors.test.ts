import { describe, expect, test } from '@jest/globals';
import { ChannelError } from '../../../channels/channel.ts';
import { SignInError, signInErrorCodes } from '../../../functions/sign-in/errors.ts';
import { conversation, eventsOf, invoke, knownUser, type OpenRound } from '../../helpers/sign-in-conversation.ts';
import { type CallName, createSignInWorld } from '../../helpers/sign-in-world.ts';

const SECRET = 'ann@example.com 482913 arn:aws:kms:us-east-1:123456789012:key/1';
const ann = knownUser('ann@example.com', { email_verified: 'false' });

const awsNames = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'InternalServerError',
  'ServiceUnavailable',
  'ValidationException',
  'ResourceNotFoundException',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'ConditionalCheckFailedException',
  'TransactionConflictException',
  'RequestLimitExceeded',
  'ItemCollectionSizeLimitExceededException',
  'LimitExceededException',
  'KMSInternalException',
  'DisabledException',
  'KMSInvalidStateException',
  'NotFoundException',
  'KeyUnavailableException',
  'DependencyTimeoutException',
  'InvalidGrantTokenException',
  'InvalidKeyUsageException',
  'MessageRejected',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
  'SendingPausedException',
  'TooManyRequestsException',
  'BadRequestException',
  'UserNotFoundException',
  'NotAuthorizedException',
  'AliasExistsException',
  'InvalidParameterException',
  'UserLambdaValidationException',
  'CredentialsProviderError',
  'TimeoutError',
  'AbortError',
  'SyntaxError',
];
const networkCodes = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'CERT_HAS_EXPIRED'];

/** Everything that a call site may throw, each full of what must not be seen. */
const thrown: unknown[] = [
  ...awsNames.map((name) =>
    Object.assign(new Error(SECRET), { name, $fault: 'client', $metadata: { httpStatusCode: 400, requestId: SECRET } }),
  ),
  ...networkCodes.map((code) => Object.assign(new Error(SECRET), { code })),
  new TypeError(SECRET),
  new RangeError(SECRET),
  new DOMException(SECRET, 'AbortError'),
  new AggregateError([new Error(SECRET)], SECRET),
  new Error(SECRET, { cause: new Error(SECRET, { cause: SECRET }) }),
  new ChannelError('unavailable', 'fake', { retryable: true, cause: new Error(SECRET) }),
  Object.assign(new Error(), { message: { toString: () => SECRET } }),
  Object.assign(new Error(), { message: undefined }),
  Object.assign(new Error(SECRET), { name: SECRET, code: SECRET }),
  Object.assign(new Error(SECRET), { message: 'TRY_LATER', code: 'TRY_LATER' }),
  SECRET,
  { message: SECRET },
  [SECRET],
  null,
  undefined,
  0,
  Symbol('secret'),
];

const sites: CallName[] = [
  'keys.get',
  'store.read',
  'store.write',
  'audit.append',
  'channel.send',
  'users.markVerified',
];

describe('whatever is thrown', () => {
  test('comes in at least sixty kinds', () => {
    expect(thrown.length).toBeGreaterThanOrEqual(60);
  });

  test.each(sites)('by %s shows a caller one of six words at most, and a log no secret', async (site) => {
    const seen = new Set<string>();
    for (const error of thrown) {
      const world = createSignInWorld();
      const client = conversation(world, ann);
      const round = (await client.start()) as OpenRound;
      const events = eventsOf(ann);
      const code = client.code();
      world.advance(31_000);
      world.intercept = ({ name }) => {
        if (name === site) throw error;
      };
      const last = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: round.metadata };
      for (const event of [
        events.event('PreSignUp_SignUp', {}),
        events.define([last]),
        events.create([]),
        events.create([last], { action: 'resend' }),
        events.verify(round, '000000'),
        events.verify(round, code),
        events.postAuthentication(),
      ]) {
        try {
          await invoke(world.triggers.handler, event);
        } catch (caught) {
          const { message, cause, stack = '' } = caught as Error;
          seen.add(message);
          expect(signInErrorCodes).toContain(message);
          expect(cause).toBeUndefined();
          expect(stack).not.toContain(SECRET);
          expect(JSON.stringify(Object.values(caught as object))).not.toContain('482913');
        }
      }
      const printed = world.lines.join('\n');
      expect(printed).not.toMatch(/ann@|482913|\b123456789012:key/);
      expect(printed).not.toContain(code);
    }
    expect([...seen].every((message) => ['INTERNAL', 'TRY_LATER'].includes(message))).toBe(true);
  });

  test('keeps its word where it is one of the six, and none else', async () => {
    for (const code of signInErrorCodes) {
      const world = createSignInWorld();
      world.intercept = () => {
        throw new SignInError(code, { cause: new Error(SECRET) });
      };
      await expect(invoke(world.triggers.handler, eventsOf(ann).create([]))).rejects.toThrow(new RegExp(`^${code}$`));
    }
  });
});

describe('a channel that fails', () => {
  test.each([true, false])('answers as one that sent (retryable: %s), and tells the operator', async (retryable) => {
    const world = createSignInWorld();
    world.intercept = ({ name }) => {
      if (name === 'channel.send') throw new ChannelError('throttled', 'fake', { retryable });
    };
    const healthy = createSignInWorld();

    const [failed, sent] = await Promise.all([conversation(world, ann).start(), conversation(healthy, ann).start()]);
    expect(failed).toMatchObject({ parameters: (sent as OpenRound).parameters });
    expect(world.audit.map(({ outcome, reason }) => [outcome, reason])).toEqual([['send-failed', 'throttled']]);
    expect(world.calls.filter((name) => name === 'channel.send')).toHaveLength(retryable ? 2 : 1);
    expect(world.lines.join('\n')).toContain('"SendFailed":1');

    world.intercept = undefined;
    world.advance(1_000);
    const client = conversation(world, ann);
    expect(await client.answer(await client.start(), client.code())).toEqual({ kind: 'tokens' });
  });

  test('by hanging is answered within four seconds, with a claim that a resend takes over', async () => {
    const world = createSignInWorld();
    world.intercept = ({ name }) => (name === 'channel.send' ? new Promise(() => {}) : undefined);
    const startedAt = performance.now();
    const round = await conversation(world, ann).start();

    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(round).toMatchObject({ parameters: { step: 'code', reason: 'sent' } });
    expect(world.audit).toMatchObject([{ outcome: 'send-failed', reason: 'timeout' }]);
  });
});

describe('a store that hangs', () => {
  test('ends in TRY_LATER within four seconds at every trigger, but never turns away who has signed in', async () => {
    const world = createSignInWorld();
    const round = (await conversation(world, ann).start()) as OpenRound;
    world.intercept = ({ name }) =>
      name.startsWith('store.') || name === 'audit.append' ? new Promise(() => {}) : undefined;
    const events = eventsOf(ann);
    const startedAt = performance.now();

    const verdicts = await Promise.allSettled(
      [
        events.event('PreSignUp_SignUp', {}),
        events.create([]),
        events.verify(round, '000000'),
        events.postAuthentication(),
      ].map((event) => invoke(world.triggers.handler, event)),
    );
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(verdicts.map((one) => (one.status === 'rejected' ? one.reason.message : one.status))).toEqual([
      'TRY_LATER',
      'TRY_LATER',
      'TRY_LATER',
      'fulfilled',
    ]);
    expect(world.lines.join('\n')).toContain('sign-in not written down');
  });
});
