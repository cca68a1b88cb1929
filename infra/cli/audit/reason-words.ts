/** Why something happened, and what somebody can do about it. No cure: nothing is wrong. */
export type Explained = { readonly why: string; readonly cure?: string };

const suppressed: Explained = {
  why: 'the address bounced or complained lately',
  cure: 'ask the person for another address; if its owner says that it takes mail again, `limits --user <name> --allow-mail`',
};

/** Reasons that are set by the code (`reason` of audit rows), in an operator's words, by outcome. */
const words: Readonly<Record<string, Readonly<Record<string, Explained>>>> = {
  'send-failed': {
    throttled: { why: 'it gets more messages than its quota allows', cure: 'ask AWS for a higher sending rate' },
    unavailable: { why: 'it was down or answered with an error of its own', cure: 'look at the AWS Health Dashboard' },
    timeout: { why: 'it did not answer in time', cure: 'look at the AWS Health Dashboard and the provider latency' },
    rejected: {
      why: 'it refused the message or the address',
      cure: 'run `doctor`: a sandbox, an unverified identity and a suppressed address look like this',
    },
    'destination-gone': {
      why: 'the device is not registered any more, so it was taken off the list',
      cure: 'nothing: the app registers the device again when it is next opened',
    },
    misconfigured: { why: 'its set-up is wrong', cure: 'run `doctor`, which names what is wrong' },
    unexpected: {
      why: 'it failed in a way that nobody foresaw',
      cure: "look for 'message not sent' in the functions' log",
    },
    'budget-unknown': {
      why: 'the text-message budgets could not be counted, and nothing is sent that is not counted',
      cure: "look for 'shared budget not taken' in the functions' log, and for throttling of the table",
    },
  },
  limited: {
    failures: {
      why: 'there were too many wrong answers lately',
      cure: '`limits --user <name>` says until when, and `--clear` ends it at once',
    },
    'user-sends': {
      why: 'this person has asked for too many codes lately',
      cure: '`limits --user <name>` says until when',
    },
    'destination-sends': {
      why: 'this address has got too many codes lately, over all accounts',
      cure: '`limits --user <name>` says until when',
    },
    'sms-budget': {
      why: 'the text-message budget of the hour or day is spent',
      cure: 'see docs/operations.md, SMS spend',
    },
  },
  withheld: {
    suppressed,
    'sms-budget': {
      why: 'the text-message budget of the pool, the country or the block of numbers is spent',
      cure: 'see docs/operations.md, SMS spend: an attack, or a budget (policy.sms…) that is too small',
    },
    sends: { why: 'the addresses have had all their messages for now', cure: '`limits --user <name>` says until when' },
  },
  nowhere: {
    suppressed,
    'no-destination': {
      why: 'the account has no address that may be used',
      cure: 'give the account a verified email address or phone number in Cognito',
    },
    ambiguous: {
      why: 'the account has two addresses and neither is verified, so either may be somebody else’s',
      cure: 'mark the right one verified in Cognito',
    },
    country: {
      why: 'the number is from a country that is not on the list',
      cure: 'add the country to sms.countries, if you want to pay for messages there',
    },
  },
  'unevaluated-answer': {
    malformed: { why: 'it could not be a code (wrong length, letters)' },
    expired: { why: 'the code had expired' },
    spent: { why: 'the code had been answered wrong too often' },
    used: { why: 'the code had been used already' },
    moved: { why: 'the address was changed after the code went out' },
    limited: {
      why: 'there were too many wrong answers lately',
      cure: '`limits --user <name>` says until when, and `--clear` ends it at once',
    },
  },
  'sign-up-refused': {
    SIGN_UP_CLOSED: { why: 'sign-up is off (signUp in the configuration)' },
    ADDRESS_NOT_SUPPORTED: { why: 'addresses like this one may not sign up (signUp, routing.order, sms.countries)' },
    INVALID_ADDRESS: { why: 'it was no usable address, or two at once' },
    'destination-sends': { why: 'this address has signed up or got codes too often lately' },
  },
};

/** What a mail that came back or was complained about asks for, whatever the reason says in detail. */
const deliveryCures: Readonly<Record<string, string>> = {
  bounced:
    'ask the person for another address; where it came back for good and takes mail again, `limits --user <name> --allow-mail`',
  complained:
    'ask the person why a code was reported as spam; if they want codes again, `limits --user <name> --allow-mail`',
  rejected: 'look at the SES console: SES found something in the mail that it does not send',
  'delivery-delayed': 'wait: SES tries again for five minutes; many delays at once are the receiver’s trouble',
};

/** The reason in words; itself, where it is one that is not known here. */
export const explainReason = (outcome: string, reason: string | undefined): Explained | undefined => {
  const cure = deliveryCures[outcome];
  if (cure !== undefined) return { why: (reason ?? 'no reason given').replaceAll('-', ' '), cure };
  return reason === undefined ? undefined : (words[outcome]?.[reason] ?? { why: `the reason given is ${reason}` });
};
