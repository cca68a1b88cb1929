import type { Recipient, SignInMessage } from '../channel.ts';
import { appNameProblem } from './words.ts';

/** A day in minutes; no code lives longer, and more digits could look like a code. */
const MAX_MINUTES = 1_440;

/** @throws {TypeError} for a name that could not stand in a message, naming it */
export const checkAppName = ({ appName }: Pick<Recipient, 'appName'>): void => {
  const problem = appNameProblem(appName);
  if (problem !== null) throw new TypeError(`appName ${problem}: ${JSON.stringify(appName)}`);
};

/** @throws {TypeError} for what could not be sent as a code; the code itself is not shown */
export const checkCodeMessage = (message: SignInMessage): void => {
  const { code, minutesValid } = message;
  if (!/^[0-9]{6,10}$/.test(code)) throw new TypeError('code must be 6 to 10 digits (its value is not shown)');
  if (!Number.isInteger(minutesValid) || minutesValid < 1 || minutesValid > MAX_MINUTES) {
    throw new TypeError(`minutesValid is ${minutesValid}: it must be a whole number from 1 to ${MAX_MINUTES}`);
  }
  checkAppName(message);
};

const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** @throws {TypeError} for what is no host to tie a code to, naming the option */
export const checkHost = (option: string, host: string): void => {
  if (HOST.test(host) && !/\d{6,}/.test(host)) return;
  throw new TypeError(
    `${option} is ${JSON.stringify(host)}: it must be a lower-case host name such as "example.com", without a run of six digits`,
  );
};
