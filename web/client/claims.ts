/** The payload of a token. Every value is the issuer's; a browser must not base access decisions on it. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Decodes the payload of a JSON Web Token (RFC 7519 §3) without checking its signature: a browser shows claims, the
 * server that takes the token verifies them.
 * @returns null where `token` is not a JWT with an object as payload
 */
export const decodeClaims = (token: string): Claims | null => {
  try {
    const payload = token.split('.')[1] ?? '';
    const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && !Array.isArray(claims) ? (claims as Claims) : null;
  } catch {
    return null;
  }
};
