import type { TriggerEvent } from '../../../../infra/local/user-pool/events.ts';

export type Request = Record<string, unknown> & {
  session?: { challengeResult: boolean; challengeMetadata: string | null }[];
  challengeAnswer?: string;
  privateChallengeParameters?: Record<string, string>;
};
export type Trigger = (request: Request, event: TriggerEvent) => unknown;
/** By the part of the trigger source before the underscore; each answers the event's response. */
export type Script = Partial<Record<string, Trigger>>;

/** The right answer to the challenges of `scriptedTriggers`. */
export const RIGHT_ANSWER = '123456';

const defaults: Script = {
  PreSignUp: () => ({ autoConfirmUser: true, autoVerifyEmail: false, autoVerifyPhone: false }),
  DefineAuthChallenge: ({ session = [] }) => {
    if (session.at(-1)?.challengeResult && session.length > 0 && session.at(-1)?.challengeMetadata !== null) {
      return { challengeName: null, issueTokens: true, failAuthentication: false };
    }
    const wrong = session.filter(({ challengeResult }) => !challengeResult).length;
    return wrong >= 3
      ? { challengeName: null, issueTokens: false, failAuthentication: true }
      : { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false };
  },
  CreateAuthChallenge: ({ session = [] }) => ({
    publicChallengeParameters: { step: 'code' },
    privateChallengeParameters: { id: 'challenge-1' },
    challengeMetadata: `round-${session.length + 1}`,
  }),
  VerifyAuthChallengeResponse: ({ challengeAnswer }) => ({ answerCorrect: challengeAnswer === RIGHT_ANSWER }),
};

/** Triggers that run in this process and keep the events they saw, as JSON. */
export const scriptedTriggers = (script: Script = {}) => {
  const events: TriggerEvent[] = [];
  return {
    events,
    sources: (): string[] => events.map(({ triggerSource }) => triggerSource),
    invoke: async (event: object): Promise<unknown> => {
      const seen = JSON.parse(JSON.stringify(event)) as TriggerEvent;
      events.push(seen);
      const name = seen.triggerSource.split('_')[0] ?? '';
      const trigger = script[name] ?? defaults[name];
      const response = trigger === undefined ? {} : await trigger(seen.request as Request, seen);
      return JSON.parse(JSON.stringify({ ...seen, response }));
    },
  };
};
