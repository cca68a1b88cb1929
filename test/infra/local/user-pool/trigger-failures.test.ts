import { afterEach, describe, expect, test } from '@jest/globals';
import { TriggerError } from '../../../../infra/local/triggers/trigger-error.ts';
import { type Json, startPool, stopPools } from './pool-client.ts';
import { RIGHT_ANSWER, type Script } from './scripted-triggers.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';
const UNRECOGNIZABLE = { __type: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' };
const INVALID_JSON = {
  __type: 'InvalidLambdaResponseException',
  message: 'Invalid lambda function output : Invalid JSON',
};
const NOT_AUTHORIZED = { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' };

const always = (name: string, response: unknown): Script => ({ [name]: () => response });
const throwing = (name: string, error: Error): Script => ({
  [name]: () => {
    throw error;
  },
});

const outcomeOfStart = async (script: Script): Promise<{ body: Json; warnings: string[] }> => {
  const pool = await startPool({ script });
  await pool.admin('AdminCreateUser', { Username: ANN });
  const { body } = await pool.start(ANN);
  return { body, warnings: pool.warnings };
};

describe('a trigger that fails', () => {
  test.each([
    ['a thrown error', new Error('X'), 'UserLambdaValidationException', 'DefineAuthChallenge failed with error X.'],
    [
      'a thrown error that ends in a period',
      new TriggerError('handler-error', 'X.'),
      'UserLambdaValidationException',
      'DefineAuthChallenge failed with error X..',
    ],
    [
      'a crash',
      new TriggerError('crash', 'RequestId: 1 Error: Runtime exited with error: exit status 1'),
      'UserLambdaValidationException',
      'DefineAuthChallenge failed with error RequestId: 1 Error: Runtime exited with error: exit status 1.',
    ],
    [
      'a time-out on every attempt',
      new TriggerError('timeout', 'no answer within 5000 ms'),
      'UnexpectedLambdaException',
      'DefineAuthChallenge invocation failed due to error Socket timeout while invoking Lambda function.',
    ],
    [
      'a runner that is gone',
      new TriggerError('closed', 'the trigger runner was closed'),
      'UnexpectedLambdaException',
      'DefineAuthChallenge invocation failed due to error ServiceException: the trigger runner was closed.',
    ],
    ['an answer that is no JSON', new TriggerError('invalid-json', ''), INVALID_JSON.__type, INVALID_JSON.message],
  ])('answers %s in the words of Cognito', async (_case, error, __type, message) => {
    const { body } = await outcomeOfStart(throwing('DefineAuthChallenge', error));

    expect(body).toEqual({ __type, message });
  });

  test.each([
    ['DefineAuthChallenge', { issueTokens: 'yes' }],
    ['DefineAuthChallenge', { failAuthentication: 1 }],
    ['DefineAuthChallenge', { challengeName: 7 }],
    ['DefineAuthChallenge', { challengeName: 'SMS_OTP_OF_MINE' }],
    ['CreateAuthChallenge', { privateChallengeParameters: 'text' }],
    ['CreateAuthChallenge', { privateChallengeParameters: { attempts: 3 } }],
    ['CreateAuthChallenge', { privateChallengeParameters: { id: '1' }, publicChallengeParameters: ['a'] }],
    ['CreateAuthChallenge', { privateChallengeParameters: { id: '1' }, challengeMetadata: {} }],
    ['CreateAuthChallenge', null],
    ['CreateAuthChallenge', []],
  ])('refuses %s with the response %j', async (name, response) => {
    const { body } = await outcomeOfStart(always(name, response));

    expect(body).toEqual(UNRECOGNIZABLE);
  });

  test.each([
    [null, INVALID_JSON],
    [undefined, INVALID_JSON],
    [{ statusCode: 200 }, UNRECOGNIZABLE],
    ['text', UNRECOGNIZABLE],
    [[], UNRECOGNIZABLE],
  ])('refuses the whole output %j', async (output, expected) => {
    const pool = await startPool({ triggers: { invoke: async () => output } });

    expect((await pool.start(ANN)).body).toEqual(expected);
  });

  test.each([
    ['none of', {}],
    ['both', { issueTokens: true, failAuthentication: true }],
  ])('authorizes nobody when Define set %s its decisions, and warns', async (word, response) => {
    const { body, warnings } = await outcomeOfStart(always('DefineAuthChallenge', response));

    expect(body).toEqual(NOT_AUTHORIZED);
    expect(warnings).toEqual([expect.stringContaining(`DefineAuthChallenge set ${word}`)]);
  });

  test.each([
    [{}],
    [{ privateChallengeParameters: {} }],
    [{ privateChallengeParameters: { id: null }, publicChallengeParameters: { a: 'b' } }],
  ])('authorizes nobody when Create gave no private parameters: %j', async (response) => {
    const { body, warnings } = await outcomeOfStart(always('CreateAuthChallenge', response));

    expect(body).toEqual(NOT_AUTHORIZED);
    expect(warnings).toHaveLength(1);
  });

  test.each([
    [{}, 200],
    [{ answerCorrect: null }, 200],
    [{ answerCorrect: 'true' }, 400],
    [{ answerCorrect: 1 }, 400],
  ])('never takes the verdict %j for a right answer', async (verdict, status) => {
    const pool = await startPool({ script: always('VerifyAuthChallengeResponse', verdict) });
    await pool.signUp(ANN);

    const answer = await pool.respond(await pool.start(ANN), RIGHT_ANSWER);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(status === 200 ? { ChallengeName: 'CUSTOM_CHALLENGE' } : UNRECOGNIZABLE);
  });

  test('issues tokens at once when Define says so', async () => {
    const pool = await startPool({ script: always('DefineAuthChallenge', { issueTokens: true }) });
    await pool.signUp(ANN);

    expect((await pool.start(ANN)).body).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
  });

  test('ends the sign-in when PostAuthentication throws', async () => {
    const pool = await startPool({ script: throwing('PostAuthentication', new Error('INTERNAL')) });
    await pool.signUp(ANN);

    const answer = await pool.respond(await pool.start(ANN), RIGHT_ANSWER);

    expect(answer.body).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'PostAuthentication failed with error INTERNAL.',
    });
  });

  test('puts words that no header can hold into the body, and a safe form into the header', async () => {
    const pool = await startPool({ script: throwing('PreSignUp', new Error('line\r\nbreak: ✗ é')) });

    const answer = await pool.signUp(ANN);

    expect(answer.body.message).toBe('PreSignUp failed with error line\r\nbreak: ✗ é.');
    expect(answer.headers.get('x-amzn-errormessage')).toEqual(
      expect.stringMatching(/^PreSignUp failed with error line break: +\.$/),
    );
    expect(answer.headers.get('x-amzn-errortype')).toBe('UserLambdaValidationException:');
  });
});
