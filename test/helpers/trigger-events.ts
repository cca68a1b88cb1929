import type { Context } from 'aws-lambda';

export const USER_POOL_ID = 'us-east-1_Test00001';
export const CLIENT_ID = 'testclient0000000000000000';

/** A Lambda context as far as our handlers look at it. */
export const lambdaContext = {
  functionName: 'doorcode-triggers',
  awsRequestId: 'request',
  memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:doorcode-triggers',
  getRemainingTimeInMillis: () => 4_000,
} as unknown as Context;

export type TestUser = Readonly<Record<string, string>>;

export const userWith = (sub: string, email: string): TestUser => ({ sub, email, email_verified: 'true' });

const event = (triggerSource: string, user: TestUser, request: object) => ({
  version: '1',
  region: 'us-east-1',
  userPoolId: USER_POOL_ID,
  userName: user.sub ?? 'unknown',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: CLIENT_ID },
  triggerSource,
  request: { userAttributes: user, ...request },
  response: {},
});

export const createEvent = (user: TestUser, session: readonly object[] = [], clientMetadata?: object) =>
  event('CreateAuthChallenge_Authentication', user, {
    challengeName: 'CUSTOM_CHALLENGE',
    session,
    ...(clientMetadata && { clientMetadata }),
  });

export const verifyEvent = (user: TestUser, challenge: string, challengeAnswer: string, clientMetadata?: object) =>
  event('VerifyAuthChallengeResponse_Authentication', user, {
    privateChallengeParameters: { challenge },
    challengeAnswer,
    ...(clientMetadata && { clientMetadata }),
  });

/** What Create answered, as far as a test asks. */
export type Created = {
  readonly response: {
    readonly publicChallengeParameters: Record<string, string>;
    readonly privateChallengeParameters: { readonly challenge: string };
    readonly challengeMetadata: string;
  };
};

export type Verified = { readonly response: { readonly answerCorrect: boolean } };
