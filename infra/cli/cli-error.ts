/** Something that the operator can put right: shown as its message alone, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

type Cure = {
  /** Of an error's name, code and message. */
  readonly signs: RegExp;
  readonly cure: string;
  /** Where the message does not say what was asked of what. */
  readonly isVague?: true;
};

const CURES: readonly Cure[] = [
  {
    signs:
      /CredentialsProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|TokenProviderError/,
    cure: 'sign in to AWS first (aws sso login, or set AWS_PROFILE), or name a local stack with --local http://127.0.0.1:3000',
  },
  {
    signs: /AccessDenied|NotAuthorized|AuthorizationError|Forbidden/,
    cure: 'give your role the permission that the message names',
  },
  {
    signs: /KMSInvalidState.*pending *deletion/i,
    cure: 'stop its deletion now: aws kms cancel-key-deletion, then aws kms enable-key, both with --key-id',
    isVague: true,
  },
  {
    signs: /^(?:DisabledException|KMSInvalidStateException|KMSInvalidState) /,
    cure: 'nobody can sign in without the key: aws kms enable-key --key-id, with its id',
    isVague: true,
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
    isVague: true,
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
    if (found !== undefined) return `${said(one, found.isVague === true)}: ${found.cure}`;
  }
  const unanswered = chain.findLast(isUnanswered);
  return unanswered === undefined ? null : `${said(unanswered, true)}: ${NO_ANSWER}`;
};

/** An error and what caused it, the outermost first. */
const chainOf = (error: Error): readonly Error[] => {
  const chain: Error[] = [];
  for (let current: unknown = error; current instanceof Error && chain.length < 5; current = current.cause) {
    chain.push(current);
  }
  return chain;
};

const signsOf = ({ name, message, code }: Error & { readonly code?: unknown }): string =>
  `${name} ${typeof code === 'string' ? code : ''} ${message}`;

const said = (error: Error, isVague: boolean): string => {
  const what = isVague ? asked.get(error) : undefined;
  return `${error.message.replace(HINT, '') || error.name}${what === undefined ? '' : ` (${what})`}`;
};

/** What the SDK throws for an answer beyond 499 or for none, and the store's adapters in their turn. */
type Unanswered = Error & {
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly code?: unknown;
};

const isUnanswered = ({ name, $fault, $metadata, code }: Unanswered): boolean =>
  $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500 || code === 'TRY_LATER' || name === 'AbortError';
