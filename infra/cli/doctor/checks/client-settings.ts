import { DescribeUserPoolClientCommand, type UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { createPolicy } from '../../../../functions/sign-in/policy.ts';
import { type Deployment, requirePool } from '../../deployment.ts';
import { type Check, error, type Finding, ok, unlessMissing, warning } from '../finding.ts';

/** Every app client signs in by custom challenge, keeps quiet about who has an account, and waits long enough. */
export const clientSettings: Check = {
  name: 'app clients',
  async run({ deployment }) {
    const { config, clientId } = deployment;
    const ids = config.clientIds ?? (clientId === null ? [] : [clientId]);
    if (ids.length === 0) {
      return [warning('no app client was looked at', 'name one with --client <id>, or list them in clientIds')];
    }
    const client = await deployment.clients.cognito();
    const UserPoolId = requirePool(deployment);
    const findings = await Promise.all(
      ids.map(async (ClientId) => {
        const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
        const found = (await unlessMissing(client.send(command)))?.UserPoolClient;
        if (found !== undefined) return problemsOf(found, deployment);
        return [
          error(`the user pool has no app client ${ClientId}`, 'correct clientIds, or name the client with --client'),
        ];
      }),
    );
    const problems = findings.flat();
    return problems.length > 0 ? problems : [ok(`${ids.length} app client(s) are set up as they should be`)];
  },
};

const DANGEROUS = /^(?:email_verified|phone_number_verified)$/;

const problemsOf = (client: UserPoolClientType, { config }: Deployment): readonly Finding[] => {
  const name = `the app client ${client.ClientName ?? client.ClientId}`;
  const flows: readonly string[] = client.ExplicitAuthFlows ?? [];
  const findings: Finding[] = [];
  if (!flows.includes('ALLOW_CUSTOM_AUTH')) {
    findings.push(
      error(`${name} may not use CUSTOM_AUTH: nobody signs in with it`, 'add ALLOW_CUSTOM_AUTH to its auth flows'),
    );
  }
  const others = flows.filter((flow) => flow !== 'ALLOW_CUSTOM_AUTH' && flow !== 'ALLOW_REFRESH_TOKEN_AUTH');
  if (others.length > 0) {
    const cure = 'take them away once nobody needs them: no limit of ours counts there';
    findings.push(warning(`${name} also takes ${others.join(', ')}: ways around the code`, cure));
  }
  if (client.PreventUserExistenceErrors !== 'ENABLED') {
    const cure = 'set PreventUserExistenceErrors to ENABLED';
    findings.push(error(`${name} tells strangers who has an account`, cure));
  }
  const { validSeconds } = createPolicy(config.policy, config.routing.order).challenge;
  const minutes = client.AuthSessionValidity ?? 3;
  if (minutes * 60 < validSeconds) {
    const cure = 'set AuthSessionValidity to 15 (minutes)';
    findings.push(
      error(
        `${name} ends a sign-in after ${minutes} minutes, while its code holds ${Math.round(validSeconds / 60)}`,
        cure,
      ),
    );
  }
  if (client.EnableTokenRevocation !== true) {
    findings.push(warning(`${name} cannot revoke tokens: signing out ends nothing`, 'set EnableTokenRevocation'));
  }
  const writable = (client.WriteAttributes ?? []).filter((attribute) => DANGEROUS.test(attribute));
  if (writable.length > 0) {
    const cure = 'take them out of WriteAttributes';
    findings.push(error(`${name} lets users mark their own addresses verified (${writable.join(', ')})`, cure));
  }
  return findings;
};
