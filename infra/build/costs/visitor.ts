import type { CapturedMessage } from '../../local/inbox.ts';
import type { LocalStack } from '../../local/local-stack.ts';

type Round = { readonly Session?: string; readonly ChallengeParameters?: Readonly<Record<string, string>> };

/** Somebody at the sign-in page. */
export type Visitor = {
  signUp(email: string): Promise<void>;
  /** Asks for a code. */
  start(name: string): Promise<Round>;
  /** The text of the newest message by this medium. */
  message(medium: CapturedMessage['medium']): string;
  /** Answers with the code of the newest message by this medium, or with another one. */
  answer(round: Round, medium: CapturedMessage['medium'], isRight?: boolean): Promise<Round>;
  /** Says that what went before is not to be counted. */
  count(): void;
};

export type CountedVisitor = Visitor & {
  /** Sets what `count` does. */
  onCount(forget: () => void): void;
};

/** @throws where an answer of the stack is not the one of a sign-in that goes well */
export const createVisitor = ({ config, inbox }: Pick<LocalStack, 'config' | 'inbox'>): CountedVisitor => {
  const call = async (operation: string, body: object): Promise<Round> => {
    const answer = await fetch(config.cognito, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ ClientId: config.clientId, ...body }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${text}`);
    return JSON.parse(text) as Round;
  };
  const message: Visitor['message'] = (medium) => {
    const newest = inbox.list().find((one) => one.medium === medium)?.text;
    if (newest === null || newest === undefined) throw new Error(`no message by ${medium} has come`);
    return newest;
  };
  const codeIn = (text: string): string => /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? '';
  let forget = () => {};

  return {
    signUp: async (email) => {
      await call('SignUp', { Username: email, UserAttributes: [{ Name: 'email', Value: email }] });
    },
    start: (name) => call('InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: name } }),
    message,
    answer: (round, medium, isRight = true) => {
      const code = codeIn(message(medium));
      const other = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
      return call('RespondToAuthChallenge', {
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session: round.Session,
        ChallengeResponses: {
          USERNAME: round.ChallengeParameters?.USERNAME,
          ANSWER: isRight ? code : other,
        },
      });
    },
    count: () => forget(),
    onCount: (given) => {
      forget = given;
    },
  };
};

/** What Amazon SES says of a mail that arrived, as EventBridge hands it on. */
export const mailDelivered = (to: string, at = new Date().toISOString()): object => ({
  source: 'aws.ses',
  'detail-type': 'Email Delivered',
  time: at,
  detail: {
    eventType: 'Delivery',
    mail: {
      timestamp: at,
      messageId: '0'.repeat(60),
      destination: [to],
      tags: { challengeId: ['0'.repeat(22)], purpose: ['sign-in'] },
    },
    delivery: { timestamp: at, recipients: [to] },
  },
});
