import type { MessageTexts } from './texts.ts';
import { CODE_LIKE } from './words.ts';

type Placeholder = 'app' | 'code' | 'minutes' | 'count';

/** What one text may hold, and must. */
type TextRule = { readonly may: readonly Placeholder[]; readonly must: readonly Placeholder[] };

const text = (may: readonly Placeholder[], must: readonly Placeholder[] = []): TextRule => ({ may, must });

/** One rule for each text, so that a text without a rule does not compile. */
type RulesOf<T> = T extends string ? TextRule : { readonly [Key in keyof T]: RulesOf<T[Key]> };

const plain = text([]);
const withApp = text(['app']);
const withCode = text(['app', 'code', 'minutes'], ['code']);

const codeMail = {
  subject: text(['app', 'code'], ['code']),
  subjectWithoutCode: withApp,
  preheader: withCode,
  heading: plain,
  instruction: withApp,
  notYou: withApp,
};
const noticeMail = { subject: withApp, heading: plain, news: withApp, notYou: withApp };
const codePush = { title: withApp, body: withCode };
const noticePush = { title: withApp, body: withApp };

const RULES: RulesOf<Omit<MessageTexts, 'minutes' | 'minutesShort'>> = {
  email: {
    validity: text(['minutes']),
    neverShare: plain,
    nobodyAsks: withApp,
    'sign-in': codeMail,
    'prove-address': codeMail,
    'email-changed': noticeMail,
    'phone-changed': noticeMail,
  },
  sms: { 'sign-in': withCode, 'prove-address': withCode, 'email-changed': withApp, 'phone-changed': withApp },
  push: {
    'sign-in': codePush,
    'prove-address': codePush,
    'email-changed': noticePush,
    'phone-changed': noticePush,
  },
};

const PLURALS = ['minutes', 'minutesShort'] as const;
const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'];
const COUNT = text(['count']);

/** Everything that keeps a locale's words from being sent safely, each problem with the place of its text. */
export const textProblems = (locale: string, texts: unknown): readonly string[] => {
  try {
    Intl.getCanonicalLocales(locale);
  } catch {
    return [`${JSON.stringify(locale)} is no locale such as "en" or "pt-BR"`];
  }
  if (!isObject(texts)) return [`${locale} must be an object of texts`];
  const { minutes, minutesShort, ...others } = texts;
  return [
    ...PLURALS.flatMap((name) => pluralProblems(`${locale}.${name}`, { minutes, minutesShort }[name])),
    ...groupProblems(locale, others, RULES),
  ];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const pluralProblems = (place: string, texts: unknown): readonly string[] => {
  if (!isObject(texts) || !Object.hasOwn(texts, 'other')) return [`${place}.other is missing`];
  return Object.entries(texts).flatMap(([category, form]) =>
    CATEGORIES.includes(category)
      ? oneProblem(`${place}.${category}`, form, COUNT)
      : [`${place}.${category} is no plural category: they are ${CATEGORIES.join(', ')}`],
  );
};

const groupProblems = (place: string, texts: unknown, rules: object): readonly string[] => {
  if (!isObject(texts)) return [`${place} is missing`];
  const unknown = Object.keys(texts)
    .filter((name) => !Object.hasOwn(rules, name))
    .map((name) => `${place}.${name} is no text: there are ${Object.keys(rules).join(', ')}`);
  const known = Object.entries(rules).flatMap(([name, rule]: [string, object]) =>
    isRule(rule)
      ? oneProblem(`${place}.${name}`, texts[name], rule)
      : groupProblems(`${place}.${name}`, texts[name], rule),
  );
  return [...unknown, ...known];
};

const isRule = (rule: object): rule is TextRule => 'may' in rule;

const oneProblem = (place: string, value: unknown, { may, must }: TextRule): readonly string[] => {
  if (typeof value !== 'string' || value.trim() === '') return [`${place} is missing`];
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) return [`${place} must be one line`];
  if (CODE_LIKE.test(value)) return [`${place} holds a run of digits that could be taken for the code`];
  const held = [...value.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const stray = held.find((name) => !may.some((allowed) => allowed === name));
  if (stray !== undefined) {
    const allowed = may.map((name) => `{${name}}`).join(', ');
    return [`${place} holds {${stray}}, allowed are ${allowed === '' ? 'none' : allowed}`];
  }
  return must.filter((name) => !held.includes(name)).map((name) => `${place} must hold {${name}}`);
};
