/** Letters that pass for Latin ones in common fonts. */
const LOOKALIKES: Readonly<Record<string, readonly string[]>> = {
  a: ['а', 'ɑ', 'α', 'à', 'ạ'],
  b: ['Ь', 'ƅ'],
  c: ['с', 'ϲ', 'ƈ'],
  d: ['ԁ', 'ɗ'],
  e: ['е', 'ҽ', 'ẹ', 'ė'],
  g: ['ɡ', 'ց', 'ġ'],
  h: ['һ', 'հ'],
  i: ['і', 'ı', 'ӏ', 'í'],
  k: ['к', 'κ'],
  l: ['ӏ', 'ا', 'ḷ'],
  m: ['м', 'ṃ'],
  n: ['ո', 'п', 'ṇ'],
  o: ['о', 'ο', 'օ', 'ọ', '0'],
  p: ['р', 'ρ', 'ṗ'],
  q: ['ԛ', 'զ'],
  s: ['ѕ', 'ṣ', 'ș'],
  t: ['т', 'τ', 'ţ'],
  u: ['ս', 'υ', 'ụ'],
  v: ['ѵ', 'ν', 'ṿ'],
  w: ['ԝ', 'ա', 'ẉ'],
  x: ['х', 'χ'],
  y: ['у', 'ү', 'ỵ'],
  z: ['ʐ', 'ż'],
};

const GENUINE = ['ann@example.com', 'bob@paypal.com', 'zoe@wikiquote.org', 'kim@fedgov.net'];

const imitationsOf = (genuine: string): string[] =>
  Object.entries(LOOKALIKES).flatMap(([letter, imitations]) => {
    const [local = '', domain = ''] = genuine.split('@');
    return imitations.flatMap((imitation) => [
      ...(local.includes(letter) ? [`${local.replace(letter, imitation)}@${domain}`] : []),
      ...(domain.includes(letter) ? [`${local}@${domain.replace(letter, imitation)}`] : []),
    ]);
  });

/** Addresses that look like a genuine one, by one letter or by the whole word. */
export const confusableAddresses: readonly { readonly genuine: string; readonly imitation: string }[] = [
  ...GENUINE.flatMap((genuine) => imitationsOf(genuine).map((imitation) => ({ genuine, imitation }))),
  { genuine: 'bob@paypal.com', imitation: 'bob@раураӏ.com' },
  { genuine: 'ann@apple.com', imitation: 'ann@аррӏе.com' },
  { genuine: 'ann@example.com', imitation: 'ann@rnexample.com' },
  { genuine: 'ann@example.com', imitation: 'ann@example.com.evil.example' },
  { genuine: 'ann@example.com', imitation: 'ann@xn--exmple-4nf.com' },
];
