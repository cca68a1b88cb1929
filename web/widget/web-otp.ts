/**
 * Asks the browser for the code of a text message that is bound to this site (WebOTP API). Elsewhere, and where the
 * person declines, nothing happens: the field is there.
 */
export const awaitTextMessage = async (signal: AbortSignal, use: (code: string) => void): Promise<void> => {
  if (!('OTPCredential' in globalThis)) return;
  const request = { otp: { transport: ['sms'] }, signal } as CredentialRequestOptions;
  const credential = (await navigator.credentials.get(request).catch(() => null)) as { readonly code?: string } | null;
  if (credential?.code !== undefined) use(credential.code);
};
