import type { ClientOptions } from '../client/client.ts';
import { browserStorage, type KeyValueStorage, memoryStorage } from '../client/storage.ts';

/** The attributes of the element. Each is a property too, in camel case. */
export const attributeNames = [
  'region',
  'endpoint',
  'client-id',
  'storage',
  'sign-up',
  'channels',
  'identifier',
  'code-length',
  'lang',
  'theme',
  'shadow',
] as const;

export type AttributeName = (typeof attributeNames)[number];

/** Those that only another client can follow; the rest is a matter of looks. */
const clientAttributes: readonly AttributeName[] = [
  'region',
  'endpoint',
  'client-id',
  'storage',
  'sign-up',
  'code-length',
];

const allowed: Readonly<Partial<Record<AttributeName, readonly string[]>>> = {
  storage: ['memory', 'session', 'local'],
  'sign-up': ['auto', 'off'],
  identifier: ['any', 'email', 'phone'],
  theme: ['auto', 'light', 'dark'],
  shadow: ['open', 'none'],
};

/** The value of an attribute, the first of those that are allowed where there is none. @throws {TypeError} naming what is allowed */
export const readOption = (element: Element, name: AttributeName): string => {
  const values = allowed[name] ?? [''];
  const value = element.getAttribute(name) ?? values[0] ?? '';
  if (values.length > 1 && !values.includes(value)) {
    throw new TypeError(`<doorcode-sign-in ${name}="${value}">: ${name} is one of ${values.join(', ')}`);
  }
  return value;
};

/** What the client hangs on, as one string: while it stays the same, so does the client. */
export const clientKey = (element: Element): string =>
  clientAttributes.map((name) => element.getAttribute(name)).join('\n');

const readCodeLength = (element: Element): number => {
  const text = element.getAttribute('code-length') ?? '6';
  if (/^([4-9]|10)$/.test(text)) return Number(text);
  throw new TypeError(`<doorcode-sign-in code-length="${text}">: code-length is a number from 4 to 10`);
};

/** The options of the client, and where its tokens are. @throws {TypeError} on a wrong attribute */
export const clientOptions = (element: Element): ClientOptions & { readonly storage: KeyValueStorage } => {
  const [region, endpoint] = [element.getAttribute('region'), element.getAttribute('endpoint')];
  const kind = readOption(element, 'storage');
  return {
    ...(region !== null && { region }),
    ...(endpoint !== null && { endpoint }),
    clientId: element.getAttribute('client-id') ?? '',
    storage: kind === 'memory' ? memoryStorage() : browserStorage(kind === 'local' ? 'local' : 'session'),
    challengeStorage: browserStorage('session'),
    codeLength: readCodeLength(element),
  };
};
