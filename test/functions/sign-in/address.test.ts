import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalDomain, canonicalEmail, foldDestination } from '../../../functions/sign-in/address.ts';
import { hostileEmailAddresses } from '../../channels/hostile-destinations.ts';
import { confusableAddresses } from './confusable-addresses.ts';

const GENUINE = 'ann@example.com';

/** Ways to write one address, each of which a person, a keyboard or a program produces. */
const spellings = (): string[] => {
  const cases = ['ann@example.com', 'Ann@Example.com', 'ANN@EXAMPLE.COM', 'aNN@eXAMPLE.cOM', 'ann@EXAMPLE.com'];
  const wide = (text: string) =>
    text.replace(/[!-~]/g, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0));
  const bold = (text: string) =>
    text.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x1d41a + (letter.codePointAt(0) ?? 0) - 97));
  const circled = (text: string) =>
    text.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x24d0 + (letter.codePointAt(0) ?? 0) - 97));
  const partly = (write: (text: string) => string) =>
    cases.flatMap((text) => {
      const [local = '', domain = ''] = text.split('@');
      return [write(text), `${write(local)}@${domain}`, `${local}@${write(domain)}`, `${local}${write('@')}${domain}`];
    });
  const written = [...cases, ...[wide, bold, circled].flatMap(partly)];
  return written.flatMap((text) => [text, ` ${text}`, `${text}  `]);
};

describe('a canonical address', () => {
  test('is one for two hundred spellings of one mailbox', () => {
    const all = spellings();

    expect(all.length).toBeGreaterThanOrEqual(195);
    expect(new Set(all).size).toBeGreaterThanOrEqual(100);
    expect(all.filter((text) => canonicalEmail(text)?.canonical !== GENUINE)).toEqual([]);
  });

  test.each([
    ['müller@example.com', undefined],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@BÜCHER.example', 'ann@xn--bcher-kva.example'],
    ['ann@bu\u0308cher.example', 'ann@xn--bcher-kva.example'],
    ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
    ['ann@例え.jp', 'ann@xn--r8jz45g.jp'],
    ['ann@пример.рф', 'ann@xn--e1afmkfd.xn--p1ai'],
    ['ann@example.co.uk', 'ann@example.co.uk'],
    ["o'hara+a&b=c@example.com", "o'hara+a&b=c@example.com"],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('of %s is %s', (typed, canonical) => {
    expect(canonicalEmail(typed)?.canonical).toBe(canonical);
  });

  test('keeps the letter case for delivery alone', () => {
    expect(canonicalEmail('Ann.Lee@Example.COM')).toEqual({
      canonical: 'ann.lee@example.com',
      deliverable: 'Ann.Lee@example.com',
    });
  });

  // A wide @ and letters such as é in a domain are spellings of addresses that exist: a channel alone refuses them.
  const refused = hostileEmailAddresses.filter((text) => !/\uff20|@.*é/.test(text));
  const more = [
    ...['..', '.', '"', '\\', '(', ')', '<', '>', '[', ']', ':', ';', ',', ' ', '\t'].map(
      (text) => `a${text}@example.com`,
    ),
    ...[
      '\u200b',
      '\u200d',
      '\u2060',
      '\ufeff',
      '\u00ad',
      '\u034f',
      '\u115f',
      '\u3164',
      '\u2800',
      '\ufe0f',
      '\u202e',
      '\u2066',
    ].flatMap((invisible) => [
      `an${invisible}n@example.com`,
      `ann@exam${invisible}ple.com`,
      `${invisible}ann@example.com`,
    ]),
    'ann@1.2.3.4',
    'ann@0x7f.1',
    'ann@2130706433',
    'ann@[::1]',
    'ann@example',
    'ann@example..com',
    'ann@exa_mple.com',
    'ann@xn--.com',
    'ann@xn--a.com',
    'ann@exаmple.com',
    'ann@еxample.com',
    'ann@exampleβ.com',
    'ann@аррӏе.com',
    `ann@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.com`,
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(60)}.com`,
    'ann@example.com\u2028',
    'ann@ex\u0000ample.com',
  ];

  test('is not made of three hundred hostile ones', () => {
    const corpus = [...new Set([...refused, ...more])];

    expect(corpus.length).toBeGreaterThanOrEqual(300);
    expect(corpus.filter((text) => acceptedBeyondTrimming(text))).toEqual([]);
  });

  test.each([[undefined], [null], [1], [['ann@example.com']], [{ toString: () => 'ann@example.com' }]])(
    'is not made of %j',
    (input) => {
      expect(canonicalEmail(input)).toBeUndefined();
    },
  );

  test('is never that of the one it imitates, for a hundred confusables', () => {
    expect(confusableAddresses.length).toBeGreaterThanOrEqual(100);
    for (const { genuine, imitation } of confusableAddresses) {
      expect(canonicalEmail(genuine)?.canonical).toBe(genuine);
      expect(canonicalEmail(imitation)?.canonical).not.toBe(genuine);
    }
  });

  test('is its own canonical form, and holds plain ASCII in one address', () => {
    const typed = fc.oneof(
      fc.emailAddress(),
      fc
        .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
        .map(([local, domain]) => `${local}@${domain}.com`),
      fc.constantFrom(...spellings()),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const address = canonicalEmail(text);
        if (address === undefined) return;

        expect(canonicalEmail(address.canonical)).toEqual({
          canonical: address.canonical,
          deliverable: address.canonical,
        });
        expect(canonicalEmail(address.deliverable)).toEqual(address);
        expect(address.canonical).toMatch(/^[^\s@",;:<>()[\]\\]{1,64}@[a-z0-9.-]{4,253}$/);
      }),
      { numRuns: 3_000 },
    );
  });

  test('is found or refused in no time, however long the text', () => {
    const startedAt = performance.now();
    for (const unit of ['a', '.', '@', 'a.', 'ａ', '\u0430', '-', '+', '\ufdfa']) {
      for (const length of [320, 10_000]) {
        canonicalEmail(`${unit.repeat(length)}@example.com`);
        canonicalEmail(`ann@${unit.repeat(length)}`);
        canonicalDomain(unit.repeat(length));
      }
    }

    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

/** A space at the ends belongs to no address and is taken off, here as in every form. */
const acceptedBeyondTrimming = (text: string): boolean => text === text.trim() && canonicalEmail(text) !== undefined;

describe("a destination's name for limits", () => {
  test.each([
    ['ann@example.com', 'ann@example.com'],
    ['ann+a@example.com', 'ann@example.com'],
    ['ann+a+b@example.com', 'ann@example.com'],
    ['ann+@example.com', 'ann@example.com'],
    ['+ann@example.com', '+ann@example.com'],
  ])('of %s is %s', (canonical, folded) => {
    expect(foldDestination(canonical)).toBe(folded);
    expect(foldDestination(folded)).toBe(folded);
  });
});
