import { isSupportedCountry } from 'libphonenumber-js/mobile';
import type { Config } from '../../functions/runtime/config.ts';

/**
 * The countries of a configuration that no phone number is of, each with its cure: messages would never be sent there.
 * The functions judge the form alone: the plans of the world are too much to load for a list that does not change.
 */
export const countryProblems = ({ sms }: Pick<Config, 'sms'>): readonly string[] =>
  (sms?.countries ?? []).flatMap((code, at) =>
    isSupportedCountry(code)
      ? []
      : [`sms.countries.${at} is ${JSON.stringify(code)}, which is no country: ${cureOf(code)}`],
  );

/** ISO 3166-1 keeps codes such as UK and SU for countries that have another one. */
const cureOf = (code: string): string => {
  const { region } = new Intl.Locale(`und-${code}`);
  return region !== undefined && region !== code && isSupportedCountry(region)
    ? `${code}: ${region}`
    : 'give its ISO 3166-1 alpha-2 code, such as NL';
};
