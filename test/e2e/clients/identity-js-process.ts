// amazon-cognito-identity-js in a process of its own: its big-integer arithmetic takes seconds inside jest's VM.
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';

export type IdentityCommand =
  | { readonly do: 'start'; readonly username: string }
  | { readonly do: 'answer'; readonly answer: string }
  | { readonly do: 'refresh' }
  | { readonly do: 'sign-out' };

export type IdentityReply = {
  readonly asks?: Record<string, string>;
  readonly session?: { readonly isValid: boolean; readonly accessToken: string; readonly email: unknown };
  readonly storedKeys: readonly string[];
  readonly error?: { readonly name: string; readonly message: string };
};

type Step = Omit<IdentityReply, 'storedKeys'>;

const [UserPoolId = '', ClientId = '', endpoint = ''] = process.argv.slice(2);
const kept = new Map<string, string>();
const Storage = {
  setItem: (key: string, value: string) => void kept.set(key, value),
  getItem: (key: string) => kept.get(key) ?? null,
  removeItem: (key: string) => void kept.delete(key),
  clear: () => kept.clear(),
};
const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint, Storage });
let user = new CognitoUser({ Username: 'nobody', Pool, Storage });
let session: CognitoUserSession | undefined;

const describe = (granted: CognitoUserSession): Step => {
  session = granted;
  const accessToken = granted.getAccessToken().getJwtToken();
  return { session: { isValid: granted.isValid(), accessToken, email: granted.getIdToken().payload.email } };
};

const settle = (begin: (callbacks: Parameters<CognitoUser['sendCustomChallengeAnswer']>[1]) => void): Promise<Step> =>
  new Promise((resolve, reject) => {
    begin({
      onSuccess: (granted) => resolve(describe(granted)),
      onFailure: reject,
      customChallenge: (asks) => resolve({ asks }),
    });
  });

const run = (command: IdentityCommand): Promise<Step> => {
  switch (command.do) {
    case 'start': {
      const Username = command.username;
      user = new CognitoUser({ Username, Pool, Storage });
      user.setAuthenticationFlowType('CUSTOM_AUTH');
      return settle((callbacks) => user.initiateAuth(new AuthenticationDetails({ Username }), callbacks));
    }
    case 'answer':
      return settle((callbacks) => user.sendCustomChallengeAnswer(command.answer, callbacks));
    case 'refresh':
      return new Promise((resolve, reject) => {
        if (session === undefined) return reject(new Error('refresh comes after a sign-in'));
        user.refreshSession(session.getRefreshToken(), (error, granted) =>
          error ? reject(error) : resolve(describe(granted)),
        );
      });
    case 'sign-out':
      return new Promise((resolve) => user.signOut(() => resolve({})));
  }
};

process.on('message', async (command: IdentityCommand) => {
  const step = await run(command).catch(({ name, message }: Error): Step => ({ error: { name, message } }));
  process.send?.({ ...step, storedKeys: [...kept.keys()] } satisfies IdentityReply);
});
