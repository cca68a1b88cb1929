/** A failure as Cognito words it: the type is what clients switch on. */
export class CognitoError extends Error {
  override readonly name = 'CognitoError';
  readonly type: string;

  constructor(type: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }

  /** The HTTP status: 500 for a fault of the pool itself, 400 for all else. */
  get status(): 400 | 500 {
    return this.type === 'InternalErrorException' ? 500 : 400;
  }
}

/** `NotAuthorizedException`, by default with the words that tell nothing. */
export const notAuthorized = (message = 'Incorrect username or password.'): CognitoError =>
  new CognitoError('NotAuthorizedException', message);

/** `InvalidParameterException`. */
export const invalidParameter = (message: string): CognitoError =>
  new CognitoError('InvalidParameterException', message);

/** `UserNotFoundException`. */
export const userNotFound = (): CognitoError => new CognitoError('UserNotFoundException', 'User does not exist.');

/** `NotAuthorizedException` of a session that is spent, foreign, malformed or unknown. */
export const invalidSession = (): CognitoError => notAuthorized('Invalid session for the user.');

/** `InvalidLambdaResponseException` of an answer that is JSON, but not a trigger's. */
export const unrecognizableOutput = (): CognitoError =>
  new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
