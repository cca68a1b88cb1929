/** Something that the operator can put right: shown as its message alone, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

const CURES: readonly (readonly [RegExp, string])[] = [
  [
    /CredentialsProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|TokenProviderError/,
    'sign in to AWS first (aws sso login, or set AWS_PROFILE), or name a local stack with --local http://127.0.0.1:3000',
  ],
  [/AccessDenied|NotAuthorized|AuthorizationError|Forbidden/, 'give your role the permission that the message names'],
  [/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ECONNRESET|TimeoutError/, 'check the network, AWS_REGION and AWS_ENDPOINT_URL'],
  [
    /Throttl|TooManyRequests|ProvisionedThroughputExceeded/,
    'AWS is being asked too much at once: try again in a minute',
  ],
  [/ResourceNotFound|NotFoundException/, 'check that the configuration, the region and the account belong together'],
];

const REGION_MISSING = /Region is missing/;

/** What went wrong, in words and with the cure; null for what is no operator's to put right. */
export const explain = (error: unknown): string | null => {
  if (error instanceof CliError) return error.message;
  if (!(error instanceof Error)) return null;
  if (REGION_MISSING.test(error.message)) return 'no AWS region is set: set AWS_REGION, as in AWS_REGION=eu-west-1';
  for (let current: unknown = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    const { name, message, code, cause } = current as Error & { code?: unknown };
    const signs = `${name} ${typeof code === 'string' ? code : ''} ${message}`;
    const cure = CURES.find(([pattern]) => pattern.test(signs))?.[1];
    if (cure !== undefined) return `${message || name}: ${cure}`;
    current = cause;
  }
  return null;
};
