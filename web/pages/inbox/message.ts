/** One captured message, as `/inbox/messages` gives it. */
export type Message = {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly provider: string;
  readonly medium: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly device: string | null;
};

/** The first run of digits that looks like a code: 6 to 10 of them, not part of a longer run. */
export const codeIn = ({ text }: Message): string | null => /(?<!\d)\d{6,10}(?!\d)/.exec(text ?? '')?.[0] ?? null;

/** The last line of a text message, where it binds the code to an origin (`@example.com #482913`), apart from the rest. */
export const originBound = ({ text }: Message): { readonly body: string; readonly origin: string | null } => {
  const [, body = '', origin = null] = /^([\s\S]*?)\n+(@\S+ #\d{6,10}(?: @\S+)?)\s*$/.exec(text ?? '') ?? [];
  return origin === null ? { body: text ?? '', origin } : { body: body.trimEnd(), origin };
};

/** What names a device, as people compare it: both ends of its token, or of the id that ends an endpoint's ARN. */
export const shortToken = (destination: string): string => {
  const name = destination.startsWith('arn:') ? (destination.split('/').pop() ?? '') : destination;
  return name.length > 20 ? `${name.slice(0, 8)}…${name.slice(-6)}` : name;
};

/** The first words of a message, in one line. */
export const previewOf = ({ text }: Message): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 140);

/** `messages` with `arrived` in it once, the newest first. */
export const withMessage = (messages: readonly Message[], arrived: Message): readonly Message[] => [
  arrived,
  ...messages.filter(({ id }) => id !== arrived.id),
];

/** When a message came: the time of day today, the date before. */
export const wordAge = (at: string, now: number, locale: string): string => {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(locale, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(date);
};
