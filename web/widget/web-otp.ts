/**
 * Reads codes out of text messages that are bound to this site, while they are wanted (WebOTP API). Elsewhere, and where
 * the person declines, nothing happens: the field is there.
 * @returns starts and stops the waiting
 */
export const textMessages = (use: (code: string) => void): ((areWanted: boolean) => void) => {
  let waiting: AbortController | null = null;
  return (areWanted) => {
    if (areWanted === !!waiting) return;
    waiting?.abort();
    waiting = areWanted ? new AbortController() : null;
    if (!waiting || !('OTPCredential' in globalThis)) return;
    const request = { otp: { transport: ['sms'] }, signal: waiting.signal } as CredentialRequestOptions;
    const found = navigator.credentials.get(request) as Promise<{ readonly code?: string } | null>;
    found.then((credential) => credential?.code && use(credential.code)).catch(() => {});
  };
};
