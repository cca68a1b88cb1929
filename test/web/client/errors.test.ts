import { describe, expect, test } from '@jest/globals';
import { ClientError, clientErrorCodes, errorCodeOf } from '../../../web/client/errors.ts';

describe('errorCodeOf', () => {
  test.each([
    ['TRY_LATER', 'try-later'],
    ['INVALID_ADDRESS', 'invalid-address'],
    ['ADDRESS_NOT_SUPPORTED', 'address-not-supported'],
    ['SIGN_UP_CLOSED', 'sign-up-closed'],
    ['FOREIGN_CLIENT', 'foreign-client'],
    ['INTERNAL', 'server'],
    ['TRY_LATER.', 'server'],
    ['RequestId: 1 Error: Task timed out after 3.00 seconds', 'server'],
    ['constructor', 'server'],
  ])('reads the trigger text %j', (text, expected) => {
    expect(errorCodeOf('UserLambdaValidationException', `PreSignUp failed with error ${text}.`)).toBe(expected);
  });

  test.each([
    ['NotAuthorizedException', 'Incorrect username or password.', 'not-authorized'],
    ['NotAuthorizedException', 'Invalid session for the user.', 'session-expired'],
    ['NotAuthorizedException', 'Invalid session for the user, session is expired.', 'session-expired'],
    ['RefreshTokenReuseException', 'Refresh token has been rotated', 'session-expired'],
    ['NotAuthorizedException', 'User is disabled.', 'disabled'],
    ['UsernameExistsException', 'User already exists', 'user-exists'],
    ['UserNotConfirmedException', 'User is not confirmed.', 'user-not-confirmed'],
    ['UserNotFoundException', 'User does not exist.', 'user-not-found'],
    ['PasswordResetRequiredException', 'Password reset required for the user', 'disabled'],
    ['LimitExceededException', 'Attempt limit exceeded, please try after some time.', 'limit-exceeded'],
    ['TooManyRequestsException', 'Rate exceeded', 'limit-exceeded'],
    ['ForbiddenException', '', 'limit-exceeded'],
    ['InvalidParameterException', 'Invalid email address format.', 'invalid-address'],
    ['InvalidParameterException', 'Username should be an email.', 'invalid-address'],
    ['InvalidParameterException', 'CUSTOM_AUTH flow is not enabled for the client.', 'misconfigured'],
    ['ResourceNotFoundException', 'User pool client x does not exist.', 'misconfigured'],
    ['com.amazonaws.cognito#TooManyRequestsException', '', 'limit-exceeded'],
    ['UsernameExistsException:', '', 'user-exists'],
    ['InternalErrorException', '', 'server'],
    ['InvalidLambdaResponseException', 'Unrecognizable lambda output', 'server'],
    ['toString', '', 'server'],
    ['', '', 'server'],
  ])('reads %s: %s', (type, message, expected) => {
    expect(errorCodeOf(type, message)).toBe(expected);
  });
});

describe('ClientError', () => {
  test.each(clientErrorCodes)('explains %s in its message', (code) => {
    expect(new ClientError(code).message).toMatch(new RegExp(`^${code}: \\S.{20,}`));
  });
});
