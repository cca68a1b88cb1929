import { GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { addressOf, domainOf, identityNames } from '../../../aws/sender.ts';
import { type Check, error, ok, unlessMissing, warning } from '../finding.ts';

/** The From address may be used: it, its domain or one above is a verified identity, signed with DKIM. */
export const sesIdentity: Check = {
  name: 'SES identity',
  async run({ deployment }) {
    const { email, routing } = deployment.config;
    if (!routing.order.includes('email')) return [];
    const address = addressOf(email.from);
    const client = await deployment.clients.ses();
    const found = await Promise.all(
      identityNames(email.from).map(async (EmailIdentity) => {
        const identity = await unlessMissing(client.send(new GetEmailIdentityCommand({ EmailIdentity })));
        return identity === null ? [] : [{ name: EmailIdentity, identity }];
      }),
    );
    // The narrowest identity stands before those above it.
    const [own] = found.flat();
    if (own === undefined) {
      const domain = domainOf(email.from);
      const cure = `create the identity ${domain} and publish its DNS records, or set email.from to an address that SES knows`;
      return [error(`SES knows neither ${address} nor ${domain} in this region`, cure)];
    }
    const { name, identity } = own;
    if (identity.VerifiedForSendingStatus !== true) {
      const cure = name.includes('@')
        ? `open the link that SES mailed to ${name}, or verify its domain ${domainOf(name)} (SES console, Identities)`
        : `publish the DNS records of ${name} (SES console, Identities), then wait up to 72 hours`;
      return [error(`the SES identity ${name} is not verified (${identity?.VerificationStatus ?? 'unknown'})`, cure)];
    }
    if (identity.DkimAttributes?.Status !== 'SUCCESS') {
      const records = name.includes('@')
        ? `verify the domain ${domainOf(name)} too, which an address cannot sign without, and publish its DKIM records`
        : `publish the DKIM records of ${name}`;
      const cure = `${records}: unsigned code mails end in spam folders`;
      return [warning(`mails from ${name} are not signed with DKIM (${identity.DkimAttributes?.Status})`, cure)];
    }
    return [ok(`SES may send as ${address}: the identity ${name} is verified and signs with DKIM`)];
  },
};
