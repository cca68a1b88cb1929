import { GetConfigurationSetCommand } from '@aws-sdk/client-sesv2';
import { type Check, error, type Finding, ok, unlessMissing, warning } from '../finding.ts';

/** The configuration set is there, sends, demands TLS and follows nobody. */
export const sesConfigurationSet: Check = {
  name: 'SES configuration set',
  async run({ deployment }) {
    const { email, routing } = deployment.config;
    if (!routing.order.includes('email')) return [];
    const name = email.configurationSet;
    if (name === undefined) {
      if (deployment.local !== null) return [];
      const cure = 'set email.configurationSet, so that bounces, complaints and deliveries are seen';
      return [warning('mails go out without a configuration set', cure)];
    }
    const client = await deployment.clients.ses();
    const set = await unlessMissing(client.send(new GetConfigurationSetCommand({ ConfigurationSetName: name })));
    if (set === null) {
      const cure = 'deploy again, or correct email.configurationSet: without it SES refuses every mail';
      return [error(`the SES configuration set ${name} does not exist in this region`, cure)];
    }
    const findings: Finding[] = [];
    if (set.SendingOptions?.SendingEnabled === false) {
      findings.push(error(`sending is paused for the configuration set ${name}`, 'resume it in the SES console'));
    }
    if (set.DeliveryOptions?.TlsPolicy !== 'REQUIRE') {
      const cure = 'set its TLS policy to REQUIRE: codes must not travel in the clear';
      findings.push(warning(`the configuration set ${name} sends without TLS where the receiver has none`, cure));
    }
    if (set.TrackingOptions?.CustomRedirectDomain !== undefined) {
      const cure = 'take the redirect domain away: links of code mails must not be rewritten';
      findings.push(warning(`the configuration set ${name} tracks clicks`, cure));
    }
    return findings.length > 0 ? findings : [ok(`the configuration set ${name} demands TLS and tracks nobody`)];
  },
};
