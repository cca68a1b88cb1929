import { GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { type Check, error, ok, unlessMissing, warning } from '../finding.ts';

/** The From address may be used: it or its domain is a verified identity, signed with DKIM. */
export const sesIdentity: Check = {
  name: 'SES identity',
  async run({ deployment }) {
    const { email, routing } = deployment.config;
    if (!routing.order.includes('email')) return [];
    const address = /<([^<>]+)>$/.exec(email.from)?.[1] ?? email.from;
    const domain = address.slice(address.lastIndexOf('@') + 1);
    const client = await deployment.clients.ses();
    const read = (EmailIdentity: string) => unlessMissing(client.send(new GetEmailIdentityCommand({ EmailIdentity })));
    const [own, wide] = await Promise.all([read(address), read(domain)]);
    if (own === null && wide === null) {
      const cure = `create the identity ${domain} and publish its DNS records, or set email.from to an address that SES knows`;
      return [error(`SES knows neither ${address} nor ${domain} in this region`, cure)];
    }
    // An identity of the address itself stands before that of its domain.
    const [name, identity] = own === null ? [domain, wide] : [address, own];
    if (identity?.VerifiedForSendingStatus !== true) {
      const cure = `publish the DNS records of ${name} (SES console, Identities), then wait up to 72 hours`;
      return [error(`the SES identity ${name} is not verified (${identity?.VerificationStatus ?? 'unknown'})`, cure)];
    }
    if (identity.DkimAttributes?.Status !== 'SUCCESS') {
      const cure = `publish the DKIM records of ${name}: unsigned code mails end in spam folders`;
      return [warning(`mails from ${name} are not signed with DKIM (${identity.DkimAttributes?.Status})`, cure)];
    }
    return [ok(`SES may send as ${address}: the identity ${name} is verified and signs with DKIM`)];
  },
};
