import type { Attributes } from './attributes.ts';
import type { PoolConfig } from './pool-config.ts';
import type { Round } from './sessions.ts';
import type { User } from './users.ts';

export type ClientMetadata = Readonly<Record<string, string>>;

/** Who is signing in, as the challenge triggers see them. */
export type Subject = {
  readonly userName: string;
  readonly userAttributes: Attributes;
  /** Absent where the client does not prevent user-existence errors. */
  readonly userNotFound?: boolean;
};

export type TriggerEvent = {
  readonly version: '1';
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly triggerSource: string;
  readonly request: object;
  readonly response: object;
};

/** Builds the events of one pool, with the keys and the key order of Cognito's own. */
export type EventBuilder = {
  preSignUp(of: {
    readonly source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser';
    readonly clientId: string;
    readonly userName: string;
    readonly userAttributes: Attributes;
    readonly validationData: Readonly<Record<string, string>> | null;
    readonly clientMetadata: ClientMetadata;
  }): TriggerEvent;
  postConfirmation(clientId: string, user: User, clientMetadata: ClientMetadata): TriggerEvent;
  define(clientId: string, subject: Subject, session: readonly Round[], clientMetadata: ClientMetadata): TriggerEvent;
  create(clientId: string, subject: Subject, session: readonly Round[], clientMetadata: ClientMetadata): TriggerEvent;
  verify(
    clientId: string,
    subject: Subject,
    challenge: { readonly privateParameters: Readonly<Record<string, string>>; readonly answer: string },
    clientMetadata: ClientMetadata,
  ): TriggerEvent;
  postAuthentication(clientId: string, user: User, clientMetadata: ClientMetadata): TriggerEvent;
  preTokenGeneration(
    source: 'TokenGeneration_Authentication' | 'TokenGeneration_RefreshTokens',
    clientId: string,
    user: User,
    clientMetadata: ClientMetadata,
  ): TriggerEvent;
};

/** The attributes of a user as events carry them: with the status, and the marks of verification up front. */
export const eventAttributes = (user: User): Attributes => {
  const { sub, email_verified, phone_number_verified, ...others } = user.attributes;
  return {
    sub: sub ?? user.username,
    'cognito:user_status': user.status,
    ...(user.signedOutAt !== null && { 'cognito:token_nbf': String(user.signedOutAt) }),
    ...(email_verified !== undefined && { email_verified }),
    ...(phone_number_verified !== undefined && { phone_number_verified }),
    ...others,
  };
};

/** The key is absent when the caller sent nothing. */
const metadataOf = (clientMetadata: ClientMetadata): { clientMetadata?: ClientMetadata } =>
  Object.keys(clientMetadata).length > 0 ? { clientMetadata } : {};

const notFoundOf = ({ userNotFound }: Subject): { userNotFound?: boolean } =>
  userNotFound === undefined ? {} : { userNotFound };

/** Makes the event builder of a pool. */
export const createEventBuilder = ({ region, userPoolId }: Pick<PoolConfig, 'region' | 'userPoolId'>): EventBuilder => {
  const event = (
    triggerSource: string,
    clientId: string,
    userName: string,
    request: object,
    response: object,
  ): TriggerEvent => ({
    version: '1',
    region,
    userPoolId,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    triggerSource,
    request,
    response,
  });
  return {
    preSignUp: ({ source, clientId, userName, userAttributes, validationData, clientMetadata }) =>
      event(
        source,
        clientId,
        userName,
        { userAttributes, validationData, ...metadataOf(clientMetadata) },
        { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      ),
    postConfirmation: (clientId, user, clientMetadata) =>
      event(
        'PostConfirmation_ConfirmSignUp',
        clientId,
        user.username,
        { userAttributes: eventAttributes(user), ...metadataOf(clientMetadata) },
        {},
      ),
    define: (clientId, subject, session, clientMetadata) =>
      event(
        'DefineAuthChallenge_Authentication',
        clientId,
        subject.userName,
        { userAttributes: subject.userAttributes, session, ...metadataOf(clientMetadata), ...notFoundOf(subject) },
        { challengeName: null, issueTokens: null, failAuthentication: null },
      ),
    create: (clientId, subject, session, clientMetadata) =>
      event(
        'CreateAuthChallenge_Authentication',
        clientId,
        subject.userName,
        {
          userAttributes: subject.userAttributes,
          challengeName: 'CUSTOM_CHALLENGE',
          session,
          ...metadataOf(clientMetadata),
          ...notFoundOf(subject),
        },
        { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
      ),
    verify: (clientId, subject, { privateParameters, answer }, clientMetadata) =>
      event(
        'VerifyAuthChallengeResponse_Authentication',
        clientId,
        subject.userName,
        {
          userAttributes: subject.userAttributes,
          privateChallengeParameters: privateParameters,
          challengeAnswer: answer,
          ...metadataOf(clientMetadata),
          ...notFoundOf(subject),
        },
        { answerCorrect: null },
      ),
    postAuthentication: (clientId, user, clientMetadata) =>
      event(
        'PostAuthentication_Authentication',
        clientId,
        user.username,
        { userAttributes: eventAttributes(user), newDeviceUsed: false, ...metadataOf(clientMetadata) },
        {},
      ),
    preTokenGeneration: (source, clientId, user, clientMetadata) =>
      event(
        source,
        clientId,
        user.username,
        {
          userAttributes: eventAttributes(user),
          groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
          ...metadataOf(clientMetadata),
        },
        { claimsOverrideDetails: null },
      ),
  };
};
