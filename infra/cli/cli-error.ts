/** Something that the operator can put right: shown as its message alone, without a stack. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
}

/** A call that makes no sense, whatever is deployed: ends with the exit status 2. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}

type Cure = {
  /** Of an error's name, code and message. */
  readonly signs: RegExp;
  readonly cure: string;
};

const CURES: readonly Cure[] = [
  {
    signs: /RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|Signature (?:expired|not yet current)/,
    cure: 'set the clock of this machine',
  },
  {
    signs:
      /CredentialsProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|TokenProviderError/,
    cure: 'sign in to AWS first (aws sso login, or set AWS_PROFILE), or name a local stack with --local http://127.0.0.1:3000',
  },
  {
    signs: /AccessDenied|AuthorizationError|Forbidden|not authorized to perform/,
    cure: 'give your role the permission that the message names',
  },
  {
    signs: /KMSInvalidState.*pending *deletion/i,
    cure: 'stop its deletion now: aws kms cancel-key-deletion, then aws kms enable-key, both with --key-id',
  },
  {
    signs: /^(?:DisabledException|KMSInvalidStateException|KMSInvalidState) /,
    cure: 'nobody can sign in without the key: aws kms enable-key --key-id, with its id',
  },
  {
    signs: /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ECONNRESET|TimeoutError/,
    cure: 'check the network, AWS_REGION and AWS_ENDPOINT_URL',
  },
  {
    signs: /Throttl|TooManyRequests|ProvisionedThroughputExceeded/,
    cure: 'AWS is being asked too much at once: try again in a minute',
  },
  {
    signs: /ResourceNotFound|NotFoundException/,
    cure: 'check that the configuration, the region and the account belong together',
  },
  {
    signs: /Deserialization error: to see the raw response/,
    cure: 'what answered is not AWS: check AWS_ENDPOINT_URL, and what stands between, as a proxy or the sign-in page of a network',
  },
];

/** What the SDK says to programmers, below what it could not read. */
const HINT = /\n *Deserialization error:.*/s;
const REGION_MISSING = /Region is missing/;
const NO_ANSWER = 'AWS did not answer: try again in a minute, and look at the AWS Health Dashboard where it goes on';
const REFUSED =
  'AWS refused it: check that the configuration, the region and the account belong together, and that what is deployed ' +
  'is of the version of this command';

const asked = new WeakMap<Error, string>();

/** Remembers what AWS was asked when this went wrong, as in `DescribeTable doorcode-records`; the first word counts. */
export const rememberAsked = (error: unknown, what: string): void => {
  if (error instanceof Error && !asked.has(error)) asked.set(error, what);
};

/** What went wrong, in words and with the cure; null for what is no operator's to put right. */
export const explain = (error: unknown): string | null => {
  if (error instanceof CliError) return error.message;
  if (!(error instanceof Error)) return null;
  if (REGION_MISSING.test(error.message)) return 'no AWS region is set: set AWS_REGION, as in AWS_REGION=eu-west-1';
  const chain = chainOf(error);
  for (const one of chain) {
    const found = CURES.find(({ signs }) => signs.test(signsOf(one)));
    if (found !== undefined) return `${said(one)}: ${found.cure}`;
  }
  // A refusal first: the store's adapters take whatever AWS answers them for no answer.
  const refused = chain.find(isRefused);
  if (refused !== undefined) return `${said(refused)}: ${REFUSED}`;
  const unanswered = chain.findLast(isUnanswered);
  return unanswered === undefined ? null : `${said(unanswered)}: ${NO_ANSWER}`;
};

/** Nothing was there to sign a request with: no service can be asked. */
export const hasNoCredentials = (error: unknown): boolean =>
  error instanceof Error && chainOf(error).some(({ name }) => /^(?:Credentials|Token)ProviderError$/.test(name));

/** What is said of something that nobody foresaw, in one line. */
export const defect = (error: unknown): string => {
  const what =
    error instanceof Error
      ? chainOf(error)
          .map((one) => `${one.name}: ${said(one)}`)
          .join(', because of ')
      : `${String(error)} was thrown`;
  return `this is a defect of the command, and nothing that you did (${what}): please report it, with what --debug shows beside it`;
};

/** Where something went wrong, and whatever caused it: for whoever mends the command. */
export const stacksOf = (error: unknown): string =>
  error instanceof Error
    ? chainOf(error)
        .map(({ stack, message }) => stack ?? message)
        .join('\ncaused by: ')
    : String(error);

/** An error and what caused it, the outermost first. */
const chainOf = (error: Error): readonly Error[] => {
  const chain: Error[] = [];
  for (let current: unknown = error; current instanceof Error && chain.length < 5; current = current.cause) {
    chain.push(current);
  }
  return chain;
};

/** What the SDK throws for an answer beyond 499 or for none, and the store's adapters in their turn. */
type AwsError = Error & {
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly code?: unknown;
};

const signsOf = ({ name, message, code }: AwsError): string =>
  `${name} ${typeof code === 'string' ? code : ''} ${message}`;

/** The message in one line; of what AWS said also what it was asked, and by which name it said so. */
export const said = (error: Error): string => {
  const { name, message, code, $fault, $metadata }: AwsError = error;
  const line = message.replace(HINT, '').replaceAll(/\s+/g, ' ').trim();
  const words = line || (typeof code === 'string' ? code : name);
  const isOfAws = $fault !== undefined || $metadata !== undefined;
  const details = [asked.get(error), isOfAws && words !== name ? name : undefined].filter((one) => one !== undefined);
  return details.length === 0 ? words : `${words} (${details.join(', ')})`;
};

const isRefused = ({ $fault, $metadata }: AwsError): boolean =>
  $fault === 'client' && ($metadata?.httpStatusCode ?? 400) < 500;

const isUnanswered = ({ name, $fault, $metadata, code }: AwsError): boolean =>
  $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500 || code === 'TRY_LATER' || name === 'AbortError';
