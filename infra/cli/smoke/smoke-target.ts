import { CliError } from '../cli-error.ts';
import { type Clients, createClients } from '../clients.ts';
import { checkEndpoints, openDeployment, requirePool, type Where } from '../deployment.ts';
import { readOutputs } from '../outputs.ts';

/** What a sign-in needs to know of a deployment. */
export type SmokeTarget = {
  readonly clients: Pick<Clients, 'cognito' | 'close'>;
  readonly userPoolId: string;
  readonly clientId: string;
  /** The web address of a local stack, null on AWS. */
  readonly local: string | null;
};

/**
 * Finds the deployment to try: the one of a file that `cdk deploy --outputs-file` wrote, or the one that is named as for
 * every other command.
 * @throws {CliError} saying what is missing, and the cure
 */
export const smokeTarget = async (
  where: Where & { readonly outputs?: string },
  env: Readonly<Record<string, string | undefined>>,
): Promise<SmokeTarget> => {
  if (where.outputs !== undefined) {
    checkEndpoints(env);
    return fromOutputs(where.outputs);
  }
  const deployment = await openDeployment(where, env);
  const { clients, clientId, local } = deployment;
  if (clientId !== null) return { clients, userPoolId: requirePool(deployment), clientId, local };
  throw new CliError('the app client is not known: give --client <id>, or --outputs cdk-outputs.json');
};

const fromOutputs = async (file: string): Promise<SmokeTarget> => {
  const outputs = await readOutputs(file);
  const userPoolId = outputs.find('user pool id', /UserPoolId/i);
  const clientId = outputs.find('app client id', /ClientId/i);
  const region = userPoolId.split('_')[0] ?? '';
  return { clients: createClients({ region }), userPoolId, clientId, local: null };
};
