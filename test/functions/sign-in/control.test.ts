import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseControl } from '../../../functions/sign-in/control.ts';

const MEDIA = ['email', 'sms', 'push'];

const hostileValue = fc.oneof(
  fc.constantFrom('resend', 'Resend', ' resend', 'resend\0', 'email', 'sms', 'push', 'fax', 'en', 'nl-BE', '../en'),
  fc.string({ maxLength: 300 }),
  fc.constant('x'.repeat(100_000)),
  fc.anything(),
);
const hostileKey = fc.oneof(
  fc.constantFrom(
    'action',
    'channel',
    'locale',
    '__proto__',
    'constructor',
    'toString',
    'Action',
    'destination',
    'email',
  ),
  fc.string(),
);
const hostileMap = fc.array(fc.tuple(hostileKey, hostileValue, fc.boolean()), { maxLength: 6 }).map((entries) => {
  const map: object = {};
  for (const [key, value, isGetter] of entries) {
    const descriptor = isGetter ? { get: () => value } : { value };
    Object.defineProperty(map, key, { ...descriptor, enumerable: true, configurable: true });
  }
  return map;
});

describe('a control round', () => {
  test('is read from what a client sends', () => {
    expect(parseControl({ action: 'resend' })).toEqual({ action: 'resend' });
    expect(parseControl({ action: 'resend', channel: 'sms', locale: 'nl-BE' })).toEqual({
      action: 'resend',
      channel: 'sms',
      locale: 'nl-BE',
    });
  });

  test.each([
    [undefined],
    [null],
    ['resend'],
    [[]],
    [['resend']],
    [{}],
    [{ action: 'Resend' }],
    [{ action: ['resend'] }],
    [{ action: null }],
    [{ action: 'resend', channel: 'fax' }],
    [{ action: 'resend', channel: '' }],
    [{ action: 'resend', channel: null }],
    [{ action: 'resend', channel: 'e'.repeat(257) }],
    [{ Action: 'resend' }],
    [Object.create({ action: 'resend' })],
    [JSON.parse('{"__proto__": {"action": "resend"}}')],
  ])('is none in %j: that is an answer', (metadata) => {
    expect(parseControl(metadata)).toBeUndefined();
  });

  test.each(['', 'e', 'en_US', 'en--US', 'x'.repeat(257), '../en', '<b>', 'en\n', 1, null])(
    'goes on without the locale %j',
    (locale) => {
      expect(parseControl({ action: 'resend', locale })).toEqual({ action: 'resend' });
    },
  );

  test('is well formed or none, whatever the map', () => {
    fc.assert(
      fc.property(hostileMap, (map) => {
        const control = parseControl(map);

        if (control === undefined) return;
        expect(Object.keys(control).filter((key) => !['action', 'channel', 'locale'].includes(key))).toEqual([]);
        expect(control.action).toBe('resend');
        expect([undefined, ...MEDIA]).toContain(control.channel);
        expect(control.locale ?? 'en').toMatch(/^[A-Za-z0-9-]{2,40}$/);
      }),
      { numRuns: 10_000 },
    );
  });
});
