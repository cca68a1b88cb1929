import { get } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startUserPoolServer } from '../../../../infra/local/user-pool/http-server.ts';
import { startPool, stopPools } from './pool-client.ts';
import { RIGHT_ANSWER } from './scripted-triggers.ts';

afterEach(stopPools);

const ANN = 'ann@example.com';
const TARGET = 'AWSCognitoIdentityProviderService.InitiateAuth';
const target = (name: string) => ({ 'x-amz-target': name });

describe('startUserPoolServer', () => {
  test('answers with the headers of Cognito', async () => {
    const pool = await startPool();

    const good = await pool.signUp(ANN);
    const bad = await pool.signUp(ANN);

    for (const { headers } of [good, bad]) {
      expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
      expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toBe(
        'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
      );
    }
    expect(bad.status).toBe(400);
    expect(bad.headers.get('x-amzn-errortype')).toBe('UsernameExistsException:');
    expect(bad.headers.get('x-amzn-errormessage')).toBe('An account with the given email already exists.');
    expect(good.headers.get('x-amzn-errortype')).toBeNull();
  });

  test('answers preflights of every client', async () => {
    const pool = await startPool();

    const response = await fetch(`${pool.server.url}/`, { method: 'OPTIONS', headers: { origin: 'http://a.example' } });

    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-max-age')).toBe('172800');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    const allowed = response.headers.get('access-control-allow-headers')?.split(/,\s*/) ?? [];
    for (const name of ['content-type', 'x-amz-target', 'x-amz-user-agent', 'cache-control', 'authorization']) {
      expect(allowed).toContain(name);
    }
  });

  test('publishes its keys and its configuration', async () => {
    const pool = await startPool();
    const { server } = pool;

    const jwks = await (await fetch(server.jwks)).json();
    const configuration = await fetch(`${server.url}/${server.userPoolId}/.well-known/openid-configuration`);

    expect(jwks).toEqual({
      keys: Array(2).fill({
        alg: 'RS256',
        e: 'AQAB',
        kid: expect.stringMatching(/=$/),
        kty: 'RSA',
        n: expect.stringMatching(/^[\w-]{342}$/),
        use: 'sig',
      }),
    });
    expect(await configuration.json()).toMatchObject({ issuer: server.issuer, jwks_uri: server.jwks });
  });

  test.each(['AdminGetUser', 'ListUsers', 'DescribeUserPool'])('asks for a signature of %s', async (operation) => {
    const pool = await startPool();
    const send = (authorization: string) =>
      pool.post(
        { ...target(`AWSCognitoIdentityProviderService.${operation}`), ...(authorization && { authorization }) },
        '{}',
      );

    expect((await send('')).body.__type).toBe('MissingAuthenticationTokenException');
    expect((await send('Bearer x')).body.__type).toBe('InvalidSignatureException');
    expect((await send('AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/ses/aws4_request')).body.__type).toBe(
      'InvalidSignatureException',
    );
  });

  const missing = (field: string) => `Value at '${field}' failed to satisfy constraint: Member must not be null`;

  test.each([
    ['malformed JSON', TARGET, '{"a"', 400, 'SerializationException', 'The request body is not valid JSON'],
    ['an empty body', TARGET, '', 400, 'SerializationException', 'The request body is not valid JSON'],
    ['a list', TARGET, '[]', 400, 'SerializationException', 'The request body is not a JSON object'],
    ['null', TARGET, 'null', 400, 'SerializationException', 'The request body is not a JSON object'],
    [
      'nothing required',
      TARGET,
      '{}',
      400,
      'InvalidParameterException',
      `2 validation errors detected: ${missing('authFlow')}; ${missing('clientId')}`,
    ],
    [
      'a number for a text',
      TARGET,
      '{"ClientId":1,"AuthFlow":"CUSTOM_AUTH"}',
      400,
      'SerializationException',
      "Value at 'clientId' is a number, where a string is expected",
    ],
    [
      'a list for a map',
      TARGET,
      '{"ClientId":"a","AuthFlow":"CUSTOM_AUTH","AuthParameters":["USERNAME"]}',
      400,
      'SerializationException',
      "Value at 'authParameters' is a list, where a map is expected",
    ],
    [
      'an unknown client',
      TARGET,
      '{"ClientId":"absent","AuthFlow":"CUSTOM_AUTH"}',
      400,
      'ResourceNotFoundException',
      'User pool client absent does not exist.',
    ],
    [
      'an unknown operation',
      'AWSCognitoIdentityProviderService.Nonsense',
      '{}',
      400,
      'UnknownOperationException',
      'Unknown operation Nonsense',
    ],
    [
      'an operation of Cognito that is not here',
      'AWSCognitoIdentityProviderService.ConfirmSignUp',
      '{}',
      400,
      'UnsupportedOperationException',
      'The local user pool does not implement ConfirmSignUp',
    ],
    [
      'a foreign target',
      'DynamoDB_20120810.PutItem',
      '{}',
      400,
      'UnknownOperationException',
      'Unknown target DynamoDB_20120810.PutItem: send x-amz-target AWSCognitoIdentityProviderService.<operation>',
    ],
    [
      'a megabyte',
      TARGET,
      JSON.stringify({ ClientId: 'x'.repeat(1_048_576) }),
      413,
      'RequestEntityTooLargeException',
      'The request body is larger than 524288 bytes',
    ],
  ])('refuses %s in clear words', async (_case, name, body, status, __type, message) => {
    const pool = await startPool();

    const answer = await pool.post(target(name), body);

    expect([answer.status, answer.body]).toEqual([status, { __type, message }]);
  });

  test.each([
    [{ USERNAME: null }, 'Missing required parameter USERNAME'],
    [{ USERNAME: '' }, 'Missing required parameter USERNAME'],
    [{ USERNAME: 'x'.repeat(129) }, /^1 validation error detected: Value at 'username' .* less than or equal to 128$/],
    [{ USERNAME: 'a b' }, /^1 validation error detected: Value at 'username' .* regular expression pattern/],
    [{ USERNAME: 'x'.repeat(131_073) }, /^1 validation error detected: Value at 'authParameters.USERNAME'/],
  ])('refuses the parameters %#', async (AuthParameters, message) => {
    const pool = await startPool();

    const { body } = await pool.call('InitiateAuth', {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: pool.clientId,
      AuthParameters,
    });

    expect(body.__type).toBe('InvalidParameterException');
    expect(body.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  test.each([
    ['without a session', { Session: null }, 'Missing required parameter Session'],
    ['with a short session', { Session: 'short' }, /'session' .* greater than or equal to 20$/],
    ['without an answer', { ChallengeResponses: { USERNAME: ANN } }, 'Missing required parameter ANSWER'],
    ['without a user name', { ChallengeResponses: { ANSWER: '1' } }, 'Missing required parameter USERNAME'],
    ['with an unknown challenge', { ChallengeName: 'RIDDLE' }, /'challengeName' .* enum value set/],
  ])('refuses a response %s, and the session stays good', async (_case, change, message) => {
    const pool = await startPool();
    await pool.signUp(ANN);
    const challenge = await pool.start(ANN);

    const refused = await pool.respond(challenge, RIGHT_ANSWER, change);
    const accepted = await pool.respond(challenge, RIGHT_ANSWER);

    expect(refused.body.__type).toBe('InvalidParameterException');
    expect(refused.body.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(accepted.status).toBe(200);
  });

  test('answers other paths with a clear error', async () => {
    const pool = await startPool();

    const elsewhere = await fetch(`${pool.server.url}/other`);

    expect(elsewhere.status).toBe(404);
    expect(await elsewhere.json()).toMatchObject({ __type: 'NotFoundException' });
  });

  test('answers no request for a foreign host', async () => {
    const { server } = await startPool();

    const status = await new Promise((resolve) => {
      get(server.jwks, { headers: { host: 'rebound.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });

    expect(status).toBe(403);
  });

  test.each([
    [{ authSessionValidityMinutes: 2 }, 'authSessionValidityMinutes is 2: Cognito takes 3 to 15'],
    [{ userPoolId: 'local_abc' }, 'userPoolId is local_abc: give one of the shape us-east-1_AbCdEf123'],
    [{ clientId: 'a-b' }, 'clientId is a-b: give 1 to 128 letters, digits, _ or +'],
    [{ clients: [{ clientId: 'x' }, { clientId: 'x' }] }, 'clients: two have the same clientId'],
    [
      { clients: [{ clientId: 'x', idTokenValiditySeconds: 10 }] },
      'idTokenValiditySeconds is 10: Cognito takes 300 to 86400',
    ],
  ])('refuses the settings %j', async (options, message) => {
    const starting = startUserPoolServer({ port: 0, triggers: { invoke: async () => null }, ...options });

    await expect(starting).rejects.toThrow(new TypeError(message));
  });
});
