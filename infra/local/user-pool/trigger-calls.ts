import { TriggerError } from '../triggers/trigger-error.ts';
import type { TriggerRunner } from '../triggers/trigger-runner.ts';
import { CognitoError, notAuthorized } from './cognito-error.ts';
import type { TriggerEvent } from './events.ts';
import type { LambdaTrigger, PoolConfig } from './pool-config.ts';
import { type ClaimsOverride, noOverride } from './tokens.ts';
import { type Fields, flag, nested, responseOf, text, textList, textMap } from './trigger-output.ts';

export type NextStep = 'challenge' | 'issue-tokens' | 'password-verifier';

export type CreatedChallenge = {
  readonly publicParameters: Readonly<Record<string, string>>;
  readonly privateParameters: Readonly<Record<string, string>>;
  readonly challengeMetadata: string | null;
};

/** Calls the attached triggers and reads their answers. Each throws the CognitoError that the caller is to see. */
export type TriggerCalls = {
  preSignUp(event: TriggerEvent): Promise<{ autoConfirmUser: boolean; autoVerify: ('email' | 'phone_number')[] }>;
  define(event: TriggerEvent): Promise<NextStep>;
  create(event: TriggerEvent): Promise<CreatedChallenge>;
  verify(event: TriggerEvent): Promise<boolean>;
  /** For a trigger whose answer is not used. Does nothing where it is not attached. */
  notify(trigger: 'PostConfirmation' | 'PostAuthentication', event: TriggerEvent): Promise<void>;
  preTokenGeneration(event: TriggerEvent): Promise<ClaimsOverride>;
};

const SOCKET_TIMEOUT = 'Socket timeout while invoking Lambda function';

/** Cognito's words for a trigger that gave no answer. */
const failure = (trigger: LambdaTrigger, cause: unknown): CognitoError => {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof TriggerError ? cause.code : 'handler-error';
  switch (code) {
    case 'handler-error':
    case 'crash':
      return new CognitoError('UserLambdaValidationException', `${trigger} failed with error ${message}.`, { cause });
    case 'invalid-json':
      return invalidJson();
    case 'timeout':
      return new CognitoError(
        'UnexpectedLambdaException',
        `${trigger} invocation failed due to error ${SOCKET_TIMEOUT}.`,
        { cause },
      );
    default:
      return new CognitoError(
        'UnexpectedLambdaException',
        `${trigger} invocation failed due to error ServiceException: ${message}.`,
        { cause },
      );
  }
};

const invalidJson = (): CognitoError =>
  new CognitoError('InvalidLambdaResponseException', 'Invalid lambda function output : Invalid JSON');

const readOverride = (response: Fields): ClaimsOverride => {
  const details = nested(response, 'claimsOverrideDetails');
  const groups = nested(details, 'groupOverrideDetails');
  return {
    add: textMap(details, 'claimsToAddOrOverride'),
    suppress: textList(details, 'claimsToSuppress'),
    groups: textList(groups, 'groupsToOverride'),
    roles: textList(groups, 'iamRolesToOverride'),
    preferredRole: text(groups, 'preferredRole') || null,
  };
};

/**
 * Makes the trigger calls of a pool.
 * @param warn gets a line for every answer that Cognito refuses without telling the caller why
 */
export const createTriggerCalls = (options: {
  config: Pick<PoolConfig, 'lambdaTriggers'>;
  runner: Pick<TriggerRunner, 'invoke'>;
  warn: (message: string) => void;
}): TriggerCalls => {
  const { runner, warn } = options;
  const attached = new Set(options.config.lambdaTriggers);

  const call = async (trigger: LambdaTrigger, event: TriggerEvent): Promise<Fields> => {
    const output = await runner.invoke(event).catch((cause: unknown) => {
      throw failure(trigger, cause);
    });
    if (output === null || output === undefined) throw invalidJson();
    return responseOf(output);
  };

  const refuse = (reason: string): CognitoError => {
    warn(reason);
    return notAuthorized();
  };

  return {
    preSignUp: async (event) => {
      if (!attached.has('PreSignUp')) return { autoConfirmUser: false, autoVerify: [] };
      const response = await call('PreSignUp', event);
      const email = flag(response, 'autoVerifyEmail');
      const phone = flag(response, 'autoVerifyPhone');
      return {
        autoConfirmUser: flag(response, 'autoConfirmUser'),
        autoVerify: [...(email ? (['email'] as const) : []), ...(phone ? (['phone_number'] as const) : [])],
      };
    },
    define: async (event) => {
      const response = await call('DefineAuthChallenge', event);
      const issues = flag(response, 'issueTokens');
      const fails = flag(response, 'failAuthentication');
      const challengeName = text(response, 'challengeName');
      if (issues && fails) throw refuse('DefineAuthChallenge set both issueTokens and failAuthentication');
      if (fails) throw notAuthorized();
      if (issues) return 'issue-tokens';
      if (challengeName === 'CUSTOM_CHALLENGE') return 'challenge';
      if (challengeName === 'PASSWORD_VERIFIER') return 'password-verifier';
      if (challengeName === null) {
        throw refuse('DefineAuthChallenge set none of challengeName, issueTokens and failAuthentication');
      }
      warn(`DefineAuthChallenge named the challenge ${challengeName}, which Cognito does not know`);
      throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
    },
    create: async (event) => {
      const response = await call('CreateAuthChallenge', event);
      const privateParameters = textMap(response, 'privateChallengeParameters');
      const publicParameters = textMap(response, 'publicChallengeParameters');
      const challengeMetadata = text(response, 'challengeMetadata');
      if (Object.keys(privateParameters).length === 0) {
        throw refuse('CreateAuthChallenge set no privateChallengeParameters: Cognito wants at least one');
      }
      return { publicParameters, privateParameters, challengeMetadata };
    },
    verify: async (event) => flag(await call('VerifyAuthChallengeResponse', event), 'answerCorrect'),
    notify: async (trigger, event) => {
      if (attached.has(trigger)) await call(trigger, event);
    },
    preTokenGeneration: async (event) =>
      attached.has('PreTokenGeneration') ? readOverride(await call('PreTokenGeneration', event)) : noOverride,
  };
};
