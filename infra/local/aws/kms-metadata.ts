/**
 * What KMS says of one of its keys: an enabled HMAC_256 key, unless a fault names another state.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export const keyMetadata = (arn: string, state: string | undefined): object => ({
  KeyMetadata: {
    Arn: arn,
    KeyId: arn.split('/').at(-1),
    KeySpec: state === 'WRONG_SPEC' ? 'SYMMETRIC_DEFAULT' : 'HMAC_256',
    KeyUsage: state === 'WRONG_SPEC' ? 'ENCRYPT_DECRYPT' : 'GENERATE_VERIFY_MAC',
    Enabled: state !== 'DISABLED' && state !== 'PENDING_DELETION',
    KeyState: state === 'DISABLED' ? 'Disabled' : state === 'PENDING_DELETION' ? 'PendingDeletion' : 'Enabled',
  },
});
