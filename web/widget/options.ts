const media = ['email', 'sms', 'push'];

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
type Value<Name extends Listed> = NonNullable<Attributes[Name]>[number];

/** Each attribute is a property too, in camel case. */
export const attributeNames = Object.keys(attributes) as readonly (keyof Attributes)[];

/** What only another client can follow. */
export type ConnectionOptions = {
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly clientId: string;
  readonly kind: Value<'storage'>;
  readonly signUp: Value<'sign-up'>;
  readonly codeLength: number;
};

/** What the view can follow. */
export type ViewOptions = {
  readonly theme: Value<'theme'>;
  readonly identifier: Value<'identifier'>;
  readonly isOpen: boolean;
  readonly offers: (channel: string) => boolean;
};

/** @throws {TypeError} on a wrong attribute, naming what is allowed */
export const readOptions = (
  element: Element,
): { readonly connection: ConnectionOptions; readonly view: ViewOptions } => {
  const check = (name: string, value: string, values: readonly string[]) => {
    if (values.includes(value)) return value;
    throw new TypeError(`<doorcode-sign-in ${name}="${value}">: ${name} is one of ${values.join(', ')}`);
  };
  const read = <Name extends Listed>(name: Name) => {
    const values: readonly string[] = attributes[name] ?? [];
    return check(name, element.getAttribute(name) ?? values[0] ?? '', values) as Value<Name>;
  };
  const channels = (element.getAttribute('channels') ?? '').split(/[\s,]+/).filter(Boolean);
  for (const channel of channels) check('channels', channel, media);
  return {
    connection: {
      region: element.getAttribute('region') ?? undefined,
      endpoint: element.getAttribute('endpoint') ?? undefined,
      clientId: element.getAttribute('client-id') ?? '',
      kind: read('storage'),
      signUp: read('sign-up'),
      codeLength: Number(read('code-length')),
    },
    view: {
      theme: read('theme'),
      identifier: read('identifier'),
      isOpen: read('shadow') === 'open',
      offers: (channel) => channels.length === 0 || channels.includes(channel),
    },
  };
};
