/**
 * True for exactly one number in international form: `+`, a country code and the rest, 7 to 15 ASCII digits and nothing
 * else. Source: ITU-T E.164 §6.2.1
 */
export const isE164 = (number: string): boolean => /^\+[1-9][0-9]{6,14}$/.test(number);
