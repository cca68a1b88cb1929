import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEvent, personOf, textMap } from '../../../functions/runtime/events.ts';

const event = {
  version: '1',
  triggerSource: 'DefineAuthChallenge_Authentication',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Pool00001',
  userName: 'ann',
  callerContext: { awsSdkVersion: 'x', clientId: 'client' },
  request: { userAttributes: { sub: '1', email: 'ann@example.com' }, session: [] },
  response: {},
};

describe('a trigger event', () => {
  test('is let through as it came, with whatever AWS adds to it', () => {
    const more = { ...event, added: { by: 'AWS' }, request: { ...event.request, added: [1] } };

    expect(parseEvent(more)).toBe(more);
  });

  test.each([
    ['nothing', undefined, 'event'],
    ['null', null, 'event'],
    ['a list', [], 'triggerSource'],
    ['no pool', { ...event, userPoolId: undefined }, 'userPoolId'],
    ['an empty pool', { ...event, userPoolId: '' }, 'userPoolId'],
    ['a pool that is a number', { ...event, userPoolId: 1 }, 'userPoolId'],
    ['a source that is a list', { ...event, triggerSource: ['x'] }, 'triggerSource'],
    ['no user', { ...event, userName: null }, 'userName'],
    ['a user name of a megabyte', { ...event, userName: 'x'.repeat(1_000_000) }, 'userName'],
    ['no caller', { ...event, callerContext: null }, 'callerContext'],
    ['no client', { ...event, callerContext: {} }, 'callerContext.clientId'],
    ['no request', { ...event, request: null }, 'request'],
  ])('is refused with %s, naming the place and no value', (_, malformed, place) => {
    expect.assertions(2);
    try {
      parseEvent(malformed);
    } catch (error) {
      expect(error).toMatchObject({ code: 'INTERNAL', cause: { message: expect.stringContaining(place) } });
      expect((error as { cause: Error }).cause.message.length).toBeLessThan(200);
    }
  });

  test('is refused or taken, never anything else, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (garbage) => {
        try {
          parseEvent(garbage);
        } catch (error) {
          expect(error).toMatchObject({ name: 'SignInError', code: 'INTERNAL' });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the person of an event', () => {
  test('is who Cognito says', () => {
    expect(personOf(parseEvent(event))).toMatchObject({
      userPoolId: 'us-east-1_Pool00001',
      clientId: 'client',
      userName: 'ann',
      attributes: { sub: '1', email: 'ann@example.com' },
      userNotFound: false,
    });
  });

  test.each([null, undefined, 'x', 1, [], { sub: { toString: 'x' }, email: null }])(
    'has no attributes where they are %j',
    (userAttributes) => {
      const { attributes } = personOf(parseEvent({ ...event, request: { userAttributes } }));

      expect(attributes.sub).toBeUndefined();
      expect(attributes.email).toBeUndefined();
    },
  );

  test.each([undefined, null, 'true', 1, {}])('is not called unknown by %j', (userNotFound) => {
    expect(personOf(parseEvent({ ...event, request: { userNotFound } })).userNotFound).toBe(false);
  });
});

describe('a map of texts', () => {
  test('inherits nothing and keeps texts alone', () => {
    const map = textMap(JSON.parse('{"__proto__": {"email": "eve@evil.example"}, "sub": "1", "email": 7}'));

    expect(map.email).toBeUndefined();
    expect(map.toString).toBeUndefined();
    expect({ ...map }).toEqual({ sub: '1' });
  });
});
