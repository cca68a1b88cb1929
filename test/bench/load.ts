import { Agent, request } from 'node:http';
import type { StackConfig } from '../../infra/local/local-stack.ts';
import { followInbox } from '../helpers/inbox-stream.ts';

// biome-ignore lint/suspicious/noExplicitAny: wire bodies of the protocol under load
type Body = any;

const SIGNATURE = 'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/cognito-idp/aws4_request';

/** A Cognito client that costs as little as possible itself: node:http with kept connections. */
export const createLoadClient = (config: StackConfig, connections: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(config.cognito);

  const call = (operation: string, body: object): Promise<Body> =>
    new Promise((resolve, reject) => {
      const payload = JSON.stringify(body);
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'content-length': Buffer.byteLength(payload),
            'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
            ...(operation.startsWith('Admin') && { authorization: SIGNATURE }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (incoming.statusCode === 200) resolve(JSON.parse(text));
            else reject(new Error(`${operation}: ${incoming.statusCode} ${text}`));
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });

  return {
    createUser: (email: string) =>
      call('AdminCreateUser', {
        UserPoolId: config.userPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    /** One whole sign-in: start, read the code, answer it. */
    async signIn(email: string, codeFor: (address: string) => Promise<string>): Promise<void> {
      const code = codeFor(email);
      const round = await call('InitiateAuth', {
        AuthFlow: 'CUSTOM_AUTH',
        ClientId: config.clientId,
        AuthParameters: { USERNAME: email },
      });
      const result = await call('RespondToAuthChallenge', {
        ClientId: config.clientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session: round.Session,
        ChallengeResponses: { USERNAME: round.ChallengeParameters.USERNAME, ANSWER: await code },
      });
      if (result.AuthenticationResult === undefined) throw new Error(`${email} was not signed in`);
    },
    close: () => agent.destroy(),
  };
};

/**
 * Signs many users in, `concurrency` at a time.
 * @returns sign-ins per second over all but the warm-up
 */
export const measureSignIns = async (
  config: StackConfig,
  { users, warmUp, concurrency }: { users: number; warmUp: number; concurrency: number },
): Promise<number> => {
  const client = createLoadClient(config, concurrency);
  const inbox = followInbox(config.web);
  const names = Array.from({ length: warmUp + users }, (_, at) => `bench-${at}@example.com`);
  const inParallel = async (queue: string[], work: (name: string) => Promise<unknown>) => {
    const worker = async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) await work(name);
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  };
  try {
    await inParallel([...names], client.createUser);
    const signIn = (name: string) => client.signIn(name, inbox.codeFor);
    await inParallel(names.slice(0, warmUp), signIn);
    const startedAt = performance.now();
    await inParallel(names.slice(warmUp), signIn);
    return users / ((performance.now() - startedAt) / 1_000);
  } finally {
    inbox.close();
    client.close();
  }
};
