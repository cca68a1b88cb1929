import type { Stack } from 'aws-cdk-lib';
import type { Config } from '../../functions/runtime/config.ts';
import type { DoorcodeKeys } from './keys.ts';
import type { DoorcodeTables } from './tables.ts';

/**
 * The configuration of one function as JSON, with the names of what the deployment made. In it are CloudFormation's
 * own references, so only CloudFormation can tell the text.
 */
export const functionConfig = (
  settings: Config,
  made: { readonly keys: DoorcodeKeys; readonly tables: DoorcodeTables; readonly configurationSetName: string },
  own: { readonly clientIds: readonly string[] | null; readonly userPoolId?: string },
  stack: Stack,
): string => {
  const { keys, tables, configurationSetName } = made;
  const { account: _account, ...common } = settings;
  return stack.toJsonString({
    ...common,
    clientIds: own.clientIds,
    email: { ...settings.email, configurationSet: configurationSetName },
    tables: { records: tables.records.tableName, audit: tables.audit.tableName },
    keys: {
      code: keys.code.keyArn,
      previousCode: keys.previousCode?.keyArn ?? null,
      index: keys.index.keyArn,
    },
    ...(own.userPoolId !== undefined && { account: { userPoolId: own.userPoolId } }),
  });
};
