/** Who an SMS comes from, as carriers and regulators want it said. */
export type SmsSenderOptions = {
  /** A name of 3 to 11 letters, digits and hyphens to show as the sender, where the country allows one. @default none */
  readonly senderId?: string;
  /** A number of the account to send from: E.164, or a short code. @default the provider chooses */
  readonly originationNumber?: string;
  /** India: the id of the sending entity, as registered. @default none */
  readonly entityId?: string;
  /** India: the id of the text's template, as registered. @default none */
  readonly templateId?: string;
};

const RULES: Readonly<Record<keyof SmsSenderOptions, readonly [RegExp, string]>> = {
  senderId: [
    /^(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9-]{1,9}[A-Za-z0-9])$/,
    'must be 3 to 11 letters, digits and inner hyphens with a letter among them, such as "Example"',
  ],
  originationNumber: [
    /^(?:\+[1-9][0-9]{6,14}|[0-9]{3,8})$/,
    'must be a number in international form such as "+12065550100", or a short code of 3 to 8 digits',
  ],
  entityId: [/^[A-Za-z0-9_-]{1,50}$/, 'must be the id that the regulator gave: 1 to 50 letters, digits, "_" and "-"'],
  templateId: [/^[A-Za-z0-9_-]{1,50}$/, 'must be the id that the regulator gave: 1 to 50 letters, digits, "_" and "-"'],
};

/** @throws {TypeError} for an option that no carrier would take, naming it, its value and what is allowed */
export const checkSmsSender = (options: SmsSenderOptions): void => {
  for (const [name, [pattern, rule]] of Object.entries(RULES)) {
    const value: unknown = options[name as keyof SmsSenderOptions];
    if (value === undefined || (typeof value === 'string' && pattern.test(value))) continue;
    throw new TypeError(`sms.${name} is ${JSON.stringify(value)}: it ${rule}`);
  }
};
