/**
 * The attributes of the element, each with what it may be: the first where it is not there, or empty. Without a list it is free.
 * `channels` may be several of its own.
 */
const attributes = {
  region: [],
  endpoint: [],
  'client-id': [],
  storage: ['memory', 'session', 'local'],
  'sign-up': ['auto', 'off'],
  channels: ['', 'email', 'sms', 'push'],
  identifier: ['any', 'email', 'phone'],
  'code-length': ['6', '4', '5', '7', '8', '9', '10'],
  lang: [],
  theme: ['auto', 'light', 'dark'],
  shadow: ['open', 'none'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Attributes = typeof attributes;
type Camel<Name> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Rest>}` : Name;
type Value<List extends readonly string[]> = List extends readonly [] ? string | undefined : List[number];

/** The names of the attributes. Each is a property too, in camel case. */
export const attributeNames = Object.keys(attributes) as readonly (keyof Attributes)[];

/** What the attributes say. */
export type Options = { readonly [Name in keyof Attributes as Camel<Name>]: Value<Attributes[Name]> };

const propertyOf = (attribute: string): string => attribute.replace(/-./g, (part) => part.charAt(1).toUpperCase());

/** @throws {TypeError} on a wrong attribute, naming what is allowed */
export const readOptions = (element: Element): Options => {
  const read = ([name, values]: readonly [string, readonly string[]]) => {
    const text = element.getAttribute(name) || values[0];
    for (const value of name === 'channels' ? (text?.match(/[^\s,]+/g) ?? []) : [text ?? ''])
      if (values[0] !== undefined && !values.includes(value)) {
        const allowed = values.filter(Boolean).join(', ');
        throw new TypeError(`<doorcode-sign-in ${name}="${value}">: ${name} is one of ${allowed}`);
      }
    return [propertyOf(name), text];
  };
  return Object.fromEntries(Object.entries(attributes).map(read)) as Options;
};

/** Makes attributes properties too, which frameworks set. `lang`, `hidden` and their like are HTML's own and stay. */
export const reflectAttributes = (prototype: HTMLElement): void => {
  for (const name of attributeNames) {
    const property = propertyOf(name);
    if (property in prototype) continue;
    Object.defineProperty(prototype, property, {
      get(this: Element) {
        return this.getAttribute(name);
      },
      set(this: Element, value: unknown) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, String(value));
      },
    });
  }
};

/** Sets anew what a page has set before the element was defined: it would stand before the accessors for good. */
export const upgradeProperties = (element: HTMLElement): void => {
  const own = element as unknown as Record<string, unknown>;
  for (const property of [...attributeNames.map(propertyOf), 'messages']) {
    if (!Object.hasOwn(own, property)) continue;
    const value = own[property];
    delete own[property];
    own[property] = value;
  }
};
