import { canonicalEmail } from '../../../functions/sign-in/address.ts';
import { canonicalPhone } from '../../../functions/sign-in/phone.ts';
import { UsageError } from '../cli-error.ts';

/** Refuses what no code can go to before anybody is asked. @throws {UsageError} naming the value and what is allowed */
export const checkAddress = (address: string): void => {
  if (canonicalEmail(address) !== undefined || canonicalPhone(address) !== undefined) return;
  throw new UsageError(
    `--address is ${JSON.stringify(address)}: give an email address, or a phone number such as +31612345678`,
  );
};
