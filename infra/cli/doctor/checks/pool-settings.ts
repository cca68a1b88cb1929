import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { requirePool } from '../../deployment.ts';
import { type Check, type Finding, ok, unlessMissing, warning } from '../finding.ts';

/** The pool takes addresses as names, in any case, and keeps an old address until the new one is proven. */
export const poolSettings: Check = {
  name: 'user pool',
  async run({ deployment }) {
    const client = await deployment.clients.cognito();
    const command = new DescribeUserPoolCommand({ UserPoolId: requirePool(deployment) });
    const pool = (await unlessMissing(client.send(command)))?.UserPool;
    if (pool === undefined) return [];
    const findings: Finding[] = [];
    if (pool.UsernameConfiguration?.CaseSensitive !== false) {
      const cure = 'this cannot be changed: see docs/adopting.md on pools with case-sensitive names';
      findings.push(warning('user names are case-sensitive: Ann@example.com and ann@example.com are two people', cure));
    }
    if (!(pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []).includes('email')) {
      const cure =
        'set attributesRequireVerificationBeforeUpdate to email: a stolen token changes the address otherwise';
      findings.push(warning('a changed email address counts before it is proven', cure));
    }
    const hasChannel = (pool.SchemaAttributes ?? []).some(({ Name }) => Name === 'custom:channel');
    if (!hasChannel && deployment.config.routing.order.length > 1) {
      const cure = 'add the attribute: aws cognito-idp add-custom-attributes --custom-attributes Name=channel';
      findings.push(warning('users cannot choose a channel: the pool has no attribute custom:channel', cure));
    }
    return findings.length > 0 ? findings : [ok('the user pool is set up as it should be')];
  },
};
