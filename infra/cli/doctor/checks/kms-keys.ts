import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { type Check, error, type Finding, ok, unlessMissing } from '../finding.ts';

/** Every key of the configuration is an enabled HMAC_256 key. */
export const kmsKeys: Check = {
  name: 'KMS keys',
  async run({ deployment }) {
    const client = await deployment.clients.kms();
    const { code, previousCode, index } = deployment.config.keys;
    const keys = [
      ['keys.code', code],
      ['keys.previousCode', previousCode],
      ['keys.index', index],
    ] as const;
    const findings = await Promise.all(
      keys.map(async ([place, KeyId]): Promise<readonly Finding[]> => {
        if (KeyId === null) return [];
        const answer = await unlessMissing(client.send(new DescribeKeyCommand({ KeyId })));
        const key = answer?.KeyMetadata;
        if (key === undefined) {
          return [error(`the KMS key ${KeyId} (${place}) does not exist`, 'deploy again, or name the right key')];
        }
        if (key.KeyState === 'PendingDeletion') {
          const cure = 'stop that now: aws kms cancel-key-deletion, then aws kms enable-key';
          return [error(`the KMS key ${KeyId} (${place}) waits for its deletion`, cure)];
        }
        if (key.KeyState !== 'Enabled') {
          const text = `the KMS key ${KeyId} (${place}) is ${key.KeyState}: nobody can sign in`;
          return [error(text, 'enable it: aws kms enable-key')];
        }
        if (key.KeySpec !== 'HMAC_256') {
          const cure = 'make one with --key-spec HMAC_256 --key-usage GENERATE_VERIFY_MAC and name it';
          return [error(`the KMS key ${KeyId} (${place}) is of spec ${key.KeySpec}, not HMAC_256`, cure)];
        }
        return [];
      }),
    );
    const problems = findings.flat();
    return problems.length > 0 ? problems : [ok('the KMS keys are there, enabled and of the right kind')];
  },
};
