import { createHash } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { TriggerHandler } from '../../functions/runtime/stack.ts';
import type { SignInWorld } from './sign-in-world.ts';

/** Someone who signs in, as Cognito describes them to triggers. */
export type TestUser = {
  readonly userName: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly userNotFound: boolean;
};

export const knownUser = (email: string, more: Record<string, string> = {}): TestUser => {
  const sub = createHash('sha256')
    .update(email)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
  return {
    userName: sub,
    attributes: { sub, 'cognito:user_status': 'CONFIRMED', email, email_verified: 'true', ...more },
    userNotFound: false,
  };
};

/** Someone who has a proven phone number and nothing else, unless said otherwise. */
export const phoneUser = (phone_number: string, more: Record<string, string> = {}): TestUser => {
  const { userName, attributes, userNotFound } = knownUser(phone_number);
  const { email: _email, email_verified: _verified, ...others } = attributes;
  return {
    userName,
    attributes: { ...others, phone_number, phone_number_verified: 'true', ...more },
    userNotFound,
  };
};

export const unknownUser = (name: string): TestUser => ({ userName: name, attributes: {}, userNotFound: true });

/** A finished round as the next events report it. */
export type TestRound = {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string;
};

/** An open round: what the client reads, and what Cognito keeps for itself. */
export type OpenRound = {
  readonly kind: 'challenge';
  readonly parameters: Record<string, string>;
  readonly privateParameters: Record<string, string>;
  readonly metadata: string;
  readonly rounds: readonly TestRound[];
};

export type Step = OpenRound | { readonly kind: 'tokens' } | { readonly kind: 'failed' };

type CreateResponse = {
  readonly publicChallengeParameters: Record<string, string>;
  readonly privateChallengeParameters: Record<string, string>;
  readonly challengeMetadata: string;
};

const context = {
  functionName: 'doorcode',
  functionVersion: '$LATEST',
  memoryLimitInMB: '256',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:doorcode',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
} as unknown as Context;

/** Invokes one trigger as Lambda does: JSON in, JSON out. */
export const invoke = async (handler: TriggerHandler, event: unknown): Promise<Record<string, unknown>> => {
  const result = await handler(JSON.parse(JSON.stringify(event)), context);
  return (JSON.parse(JSON.stringify(result)) as { response: Record<string, unknown> }).response;
};

/** The events that Cognito would send for this user. */
export const eventsOf = (user: TestUser, clientId = 'client') => {
  const event = (triggerSource: string, request: object, response: object = {}) => ({
    version: '1',
    region: 'us-east-1',
    userPoolId: 'us-east-1_Pool00001',
    userName: user.userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    triggerSource,
    request: { userAttributes: user.attributes, ...request },
    response,
  });
  const { userNotFound } = user;
  const withMetadata = (clientMetadata: object | undefined) => (clientMetadata === undefined ? {} : { clientMetadata });
  return {
    event,
    define: (session: readonly TestRound[], clientMetadata?: object) =>
      event('DefineAuthChallenge_Authentication', { session, userNotFound, ...withMetadata(clientMetadata) }),
    create: (session: readonly TestRound[], clientMetadata?: object) =>
      event('CreateAuthChallenge_Authentication', {
        challengeName: 'CUSTOM_CHALLENGE',
        session,
        userNotFound,
        ...withMetadata(clientMetadata),
      }),
    verify: (round: OpenRound, challengeAnswer: unknown, clientMetadata?: object) =>
      event('VerifyAuthChallengeResponse_Authentication', {
        privateChallengeParameters: round.privateParameters,
        challengeAnswer,
        userNotFound,
        ...withMetadata(clientMetadata),
      }),
    postAuthentication: () => event('PostAuthentication_Authentication', { newDeviceUsed: false }),
  };
};

/** One client's sign-ins, with Cognito's part played by this function. */
export const conversation = (world: SignInWorld, user: TestUser, clientId = 'client') => {
  const { handler } = world.triggers;
  const events = eventsOf(user, clientId);

  const next = async (rounds: readonly TestRound[], clientMetadata?: object): Promise<Step> => {
    const defined = await invoke(handler, events.define(rounds, clientMetadata));
    if (defined.failAuthentication === true) return { kind: 'failed' };
    if (defined.issueTokens === true) {
      // Cognito itself never issues tokens to somebody who is not there.
      if (user.userNotFound) return { kind: 'failed' };
      await invoke(handler, events.postAuthentication());
      return { kind: 'tokens' };
    }
    return openRound(await invoke(handler, events.create(rounds, clientMetadata)), rounds);
  };

  const answer = async (round: Step, text: unknown, clientMetadata?: object): Promise<Step> => {
    if (round.kind !== 'challenge') throw new Error(`there is nothing to answer: the sign-in is ${round.kind}`);
    const verified = await invoke(handler, events.verify(round, text, clientMetadata));
    const done: TestRound = {
      challengeName: 'CUSTOM_CHALLENGE',
      challengeResult: verified.answerCorrect === true,
      challengeMetadata: round.metadata,
    };
    return next([...round.rounds, done], clientMetadata);
  };

  return {
    events,
    start: () => next([]),
    answer,
    resend: (round: Step, more: object = {}) => answer(round, 'resend', { action: 'resend', ...more }),
    /** The last code that was sent to this user. */
    code: (): string => {
      const { email, phone_number: phone } = user.attributes;
      const message = world.sent.findLast(({ destination }) => destination === email || destination === phone);
      if (message === undefined) throw new Error(`nothing was sent to ${email ?? phone}`);
      return message.code;
    },
  };
};

/** The round that Create opened by this response. */
export const openRound = (response: Readonly<Record<string, unknown>>, rounds: readonly TestRound[]): OpenRound => {
  const created = response as CreateResponse;
  return {
    kind: 'challenge',
    parameters: created.publicChallengeParameters,
    privateParameters: created.privateChallengeParameters,
    metadata: created.challengeMetadata,
    rounds,
  };
};

/** What a caller sees of a step. */
export const shownBy = (step: Step): Record<string, string> | string =>
  step.kind === 'challenge' ? step.parameters : step.kind;

/** The public parameters of a step that is a challenge. */
export const parametersOf = (step: Step): Record<string, string> => {
  if (step.kind !== 'challenge') throw new Error(`the sign-in is ${step.kind}, not a challenge`);
  return step.parameters;
};
