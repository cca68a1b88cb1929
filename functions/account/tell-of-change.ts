import { pickLocale } from '../sign-in/locale.ts';
import type { Deadline } from '../sign-in/ports.ts';
import type { Destination } from '../sign-in/routing.ts';
import { addressesOf } from '../sign-in/routing.ts';
import type { AccountDependencies } from './dependencies.ts';
import type { Member } from './member.ts';

/**
 * Tells every address that the account had proven before, by its own channel, that one was added or changed. A notice
 * that cannot be sent is logged and undoes nothing.
 */
export const tellOfChange = async (
  deps: AccountDependencies,
  member: Member,
  changed: Destination,
  deadline: Deadline,
): Promise<void> => {
  const before = addressesOf(member.attributes).filter(
    (one) => one.isVerified && (one.medium !== changed.medium || one.canonical !== changed.canonical),
  );
  const about = changed.medium === 'email' ? 'email-changed' : 'phone-changed';
  const locale = pickLocale(deps.locales, member.attributes.locale);
  await Promise.all(
    before.map(async ({ medium, deliverable: destination }) => {
      try {
        const notice = { medium, destination, locale, appName: deps.appName, about } as const;
        await deps.channels.get(medium)?.notify?.(notice, { signal: deadline.signal });
      } catch (cause) {
        deps.warn('notice not sent', cause);
      }
    }),
  );
};
