import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { cognitoCall, signInCalls } from '../helpers/cognito-calls.ts';
import { sharedStack } from '../helpers/shared-stack.ts';

const stack = sharedStack();

const MEGABYTE = 'x'.repeat(1_048_576);
const JSON_TYPE = 'application/json';

type Raw = { readonly status: number; readonly type: string | null; readonly text: string };

const raw = async (url: string, init: RequestInit): Promise<Raw> => {
  const answer = await fetch(url, init);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

const cognitoRaw = (target: string, body: string) =>
  raw(stack.config.cognito, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body,
  });

const INITIATE = 'AWSCognitoIdentityProviderService.InitiateAuth';

describe('the user pool', () => {
  test.each([
    ['no JSON', INITIATE, '{', 'SerializationException'],
    ['JSON that is no object', INITIATE, '[1]', 'SerializationException'],
    ['an empty body', INITIATE, '', 'SerializationException'],
    ['an unknown operation', 'AWSCognitoIdentityProviderService.OpenSesame', '{}', 'UnknownOperationException'],
    ['no operation', '', '{}', 'UnknownOperationException'],
    ['no parameters', INITIATE, '{}', 'InvalidParameterException'],
  ])('answers %s with a fixed error', async (_name, target, body, type) => {
    const answer = await cognitoRaw(target, body);

    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).__type).toBe(type);
  });

  test('a megabyte gets a JSON 4xx, and the connection lives', async () => {
    const answer = await cognitoRaw(INITIATE, JSON.stringify({ ClientId: MEGABYTE }));

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.parse(answer.text).__type).toEqual(expect.any(String));
    expect((await signInCalls(stack.config).start('nobody@example.com')).status).toBe(200);
  });

  test('null members are left out, as identity-js sends them', async () => {
    const answer = await cognitoCall(stack.config.cognito, 'InitiateAuth', {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: stack.config.clientId,
      AuthParameters: { USERNAME: 'ann@example.com', DEVICE_KEY: null },
      ClientMetadata: { a: null },
    });

    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain('null');
  });

  test('a spent, a foreign and an invented session are refused, and the living one still works', async () => {
    const calls = signInCalls(stack.config);
    await calls.signUp('sessions@example.com');
    await calls.signUp('stranger@example.com');
    const first = await calls.start('sessions@example.com');
    const code = await stack.codeFor('sessions@example.com');
    const second = await calls.answer(first, 'not a code');
    const stranger = await calls.start('stranger@example.com');
    const invented = { ...second, body: { ...second.body, Session: 'AYABe'.padEnd(900, 'q') } };
    const foreign = { ...second, body: { ...second.body, Session: stranger.body.Session } };

    for (const round of [first, foreign, invented]) {
      const { status, body } = await calls.answer(round, code);
      expect({ status, ...body }).toEqual({
        status: 400,
        __type: 'NotAuthorizedException',
        message: 'Invalid session for the user.',
      });
    }
    expect((await calls.answer(second, code)).body.AuthenticationResult).toBeDefined();
  });

  test.each([
    ['two addresses', { Username: 'a@example.com', phone: '+31612345678' }, 'INVALID_ADDRESS'],
    ['a number of a country that gets no SMS', { Username: '+4520123456' }, 'ADDRESS_NOT_SUPPORTED'],
    ['a landline', { Username: '+31201234567' }, 'INVALID_ADDRESS'],
    ['doubled dots', { Username: 'a..b@example.com' }, 'INVALID_ADDRESS'],
    ['an IP literal', { Username: 'a@[127.0.0.1]' }, 'INVALID_ADDRESS'],
    ['mixed scripts', { Username: 'ann@exаmple.com' }, 'INVALID_ADDRESS'],
  ])('sign-up with %s is refused by name', async (_name, { Username, ...rest }, code) => {
    const phone = 'phone' in rest ? [{ Name: 'phone_number', Value: rest.phone }] : [];
    const { status, body } = await cognitoCall(stack.config.cognito, 'SignUp', {
      ClientId: stack.config.clientId,
      Username,
      UserAttributes: phone,
    });

    expect({ status, ...body }).toEqual({
      status: 400,
      __type: 'UserLambdaValidationException',
      message: `PreSignUp failed with error ${code}.`,
    });
  });

  test('answers of every kind are judged or refused, never an error', async () => {
    const calls = signInCalls(stack.config);
    for (const answer of [
      '',
      ' ',
      '0',
      '12345',
      '1234567',
      MEGABYTE.slice(0, 100_000),
      '<script>',
      '１２３４５６',
      '{}',
    ]) {
      const { status, body } = await calls.answer(await calls.start('nobody-else@example.com'), answer);
      if (status === 200) expect(body.ChallengeName).toBe('CUSTOM_CHALLENGE');
      else expect(body.__type).toBe('InvalidParameterException');
    }
  });

  test('hostile client metadata is an answer like any other', async () => {
    const calls = signInCalls(stack.config);
    const metadata = { action: 'send', channel: 'carrier pigeon', __proto__x: 'y', constructor: 'z' };
    const { status, body } = await calls.answer(await calls.start('nobody-at-all@example.com'), '123456', metadata);

    expect(status).toBe(200);
    expect(body.ChallengeParameters.reason).toBe('wrong');
  });
});

describe('the capture server', () => {
  test.each([
    ['malformed JSON', JSON_TYPE, '{', 400],
    ['an unknown service', JSON_TYPE, '{"service":"s3","times":1}', 400],
    ['another content type', 'text/plain', '{"service":"ses","times":1,"status":500}', 415],
    ['a megabyte', JSON_TYPE, JSON.stringify({ service: MEGABYTE, times: 1 }), 413],
  ])('refuses a fault of %s in JSON', async (_name, type, body, status) => {
    const answer = await raw(`${stack.config.aws}/faults`, { method: 'POST', headers: { 'content-type': type }, body });

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).message).toEqual(expect.any(String));
  });
});

describe('every server', () => {
  test.each(['web', 'cognito', 'aws', 'dynamodb'] as const)('%s answers only to loopback names', async (name) => {
    const { hostname, port } = new URL(stack.config[name]);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request({ hostname, port, path: '/', headers: { host: 'rebound.example' } }, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
      });
      outgoing.on('error', reject);
      outgoing.end();
    });

    expect(status).toBe(403);
  });
});
