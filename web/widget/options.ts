/** The attributes of the element, each with what it may be: the first where it is not there. Without a list it is free. */
const attributes = {
  region: null,
  endpoint: null,
  'client-id': null,
  storage: ['memory', 'session', 'local'],
  'sign-up': ['auto', 'off'],
  channels: null,
  identifier: ['any', 'email', 'phone'],
  'code-length': ['6', '4', '5', '7', '8', '9', '10'],
  lang: null,
  theme: ['auto', 'light', 'dark'],
  shadow: ['open', 'none'],
} as const satisfies Readonly<Record<string, readonly string[] | null>>;

type Attributes = typeof attributes;
type Listed = { [Name in keyof Attributes]: Attributes[Name] extends null ? never : Name }[keyof Attributes];

/** Each attribute is a property too, in camel case. */
export const attributeNames = Object.keys(attributes) as readonly (keyof Attributes)[];

/** The value of an attribute. @throws {TypeError} naming what is allowed */
export const readOption = <Name extends Listed>(
  element: Element,
  name: Name,
): NonNullable<Attributes[Name]>[number] => {
  const values: readonly string[] = attributes[name] ?? [];
  const value = element.getAttribute(name) ?? values[0] ?? '';
  if (!values.includes(value)) {
    throw new TypeError(`<doorcode-sign-in ${name}="${value}">: ${name} is one of ${values.join(', ')}`);
  }
  return value as NonNullable<Attributes[Name]>[number];
};

/** What only another client can follow; the rest is a matter of looks. @throws {TypeError} on a wrong attribute */
export const readConnection = (element: Element) => ({
  region: element.getAttribute('region') ?? undefined,
  endpoint: element.getAttribute('endpoint') ?? undefined,
  clientId: element.getAttribute('client-id') ?? '',
  kind: readOption(element, 'storage'),
  signUp: readOption(element, 'sign-up'),
  codeLength: Number(readOption(element, 'code-length')),
});
