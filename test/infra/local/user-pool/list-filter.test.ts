import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesFilter, parseListFilter } from '../../../../infra/local/user-pool/list-filter.ts';
import type { User } from '../../../../infra/local/user-pool/users.ts';

const userWith = (attributes: Record<string, string>, change: Partial<User> = {}): User => ({
  username: '11111111-2222-4333-8444-555555555555',
  attributes,
  pending: {},
  status: 'CONFIRMED',
  enabled: true,
  createdAt: 0,
  modifiedAt: 0,
  order: 1,
  signedOutAt: null,
  ...change,
});

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;

const matches = (filter: string, user: User): boolean => {
  const parsed = parseListFilter(filter);
  return parsed === null || matchesFilter(parsed, user);
};

describe('parseListFilter', () => {
  test('reads back any value that was escaped', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constantFrom('', ' ', '  '),
        (value, isPrefix, gap) => {
          const filter = `${gap}name${gap}${isPrefix ? '^=' : '='}${gap}${quoted(value)}${gap}`;

          expect(parseListFilter(filter)).toEqual({ attribute: 'name', isPrefix, value });
        },
      ),
    );
  });

  test('lets no unescaped value reach beyond its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '\\', 'a', ' ', '=') }), (value) => {
        const isWellFormed = /^(?:[^"\\]|\\["\\])*$/.test(value);

        const parse = () => parseListFilter(`name = "${value}"`);

        if (isWellFormed) expect(parse()).toMatchObject({ attribute: 'name' });
        else expect(parse).toThrow('Error while parsing filter');
      }),
    );
  });

  test.each(['', '  '])('takes the empty filter %j as all users', (filter) => {
    expect(parseListFilter(filter)).toBeNull();
  });

  test.each([
    'name',
    'name =',
    'name = Ann',
    "name = 'Ann'",
    'name == "Ann"',
    'name = "Ann',
    'name = "Ann" and email = "a"',
    'name = "a\\n"',
    '= "Ann"',
    'name > "Ann"',
  ])('refuses %s', (filter) => {
    expect(() => parseListFilter(filter)).toThrow('Error while parsing filter');
  });

  test.each(['custom:channel', 'locale', '__proto__', 'Email'])('refuses the attribute %s', (name) => {
    expect(() => parseListFilter(`${name} = "x"`)).toThrow(`Invalid search attribute: ${name}`);
  });
});

describe('matchesFilter', () => {
  test.each([
    ['email = "ANN@example.com"', true],
    ['email ^= "ann@"', true],
    ['email = "ann"', false],
    ['name = "Ann"', true],
    ['name = "ann"', false],
    ['name ^= ""', true],
    ['phone_number ^= "+1"', false],
    ['cognito:user_status = "confirmed"', true],
    ['cognito:user_status ^= "un"', false],
    ['status = "Enabled"', true],
    ['status = "enabled"', false],
    ['username = "11111111-2222-4333-8444-555555555555"', true],
    ['sub ^= "1111"', true],
  ])('%s is %s', (filter, expected) => {
    const sub = '11111111-2222-4333-8444-555555555555';

    expect(matches(filter, userWith({ sub, email: 'ann@example.com', name: 'Ann' }))).toBe(expected);
  });

  test('knows disabled and unconfirmed users', () => {
    const user = userWith({}, { enabled: false, status: 'UNCONFIRMED' });

    expect(matches('status = "Disabled"', user)).toBe(true);
    expect(matches('cognito:user_status = "UNCONFIRMED"', user)).toBe(true);
  });
});
