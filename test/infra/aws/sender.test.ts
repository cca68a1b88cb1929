import { describe, expect, test } from '@jest/globals';
import { addressOf, domainOf, identityName, identityNames } from '../../../infra/aws/sender.ts';

describe('a sender', () => {
  test.each([
    ['Example <codes@mail.example.com>', 'codes@mail.example.com', 'mail.example.com'],
    ['codes@example.com', 'codes@example.com', 'example.com'],
    ['Codes@Example.COM', 'Codes@Example.COM', 'example.com'],
  ])('is read to its address and domain: %s', (sender, address, domain) => {
    expect([addressOf(sender), domainOf(sender)]).toEqual([address, domain]);
  });

  test('is known to SES in lower case, but for what is before the @', () => {
    expect(identityNames('Codes@Example.COM')).toEqual(['Codes@example.com', 'example.com']);
    expect(identityName('Example.COM')).toBe('example.com');
  });

  test('may be known to SES by its address, its domain and every domain above', () => {
    expect(identityNames('Example <codes@mail.example.com>')).toEqual([
      'codes@mail.example.com',
      'mail.example.com',
      'example.com',
    ]);
  });
});
