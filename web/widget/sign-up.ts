import type { Client } from '../client/client.ts';
import { ClientError } from '../client/errors.ts';

/** Refusals that a sign-in would meet too, or that another address mends. After any other an account may exist: go on. */
const stops = /address|foreign|misconfigured|offline|timeout|cancelled|busy/;

/**
 * Creates an account where there is none: an address that has one, and one that may not have one, go on to the sign-in
 * alike. A client that may not write `locale` signs up without it. Pools on the plan without passwordless sign-in demand
 * a password; nobody ever learns this one.
 */
export const signUpQuietly = async (client: Client, address: string, locale: string): Promise<void> => {
  const password = `aA1!${crypto.getRandomValues(new Uint8Array(24)).join('')}`;
  try {
    await client.signUp(address, { locale, password }).catch((error: unknown) => {
      if (error instanceof ClientError && error.code === 'not-authorized') return client.signUp(address, { password });
      throw error;
    });
  } catch (error) {
    if (!(error instanceof ClientError) || stops.test(error.code)) throw error;
  }
};
