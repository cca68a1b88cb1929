import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetAppCommand, PinpointClient } from '@aws-sdk/client-pinpoint';
import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { AwsServer } from '../../../../infra/local/aws/server.ts';
import { KEY_ARN, oneTryAt, postFault, rejection, startServer } from './stack.ts';

let server: AwsServer;
let ses: SESv2Client;
let sns: SNSClient;
let kms: KMSClient;
let pinpoint: PinpointClient;

beforeAll(async () => {
  ({ server } = await startServer());
  const options = oneTryAt(server.url);
  ses = new SESv2Client(options);
  sns = new SNSClient(options);
  kms = new KMSClient(options);
  pinpoint = new PinpointClient(options);
});
afterEach(() => server.clearFaults());
afterAll(() => server.close());

const plant = async (service: string, operation: string, error: string) => {
  expect((await postFault(server.url, { service, operation, times: -1, error })).status).toBe(204);
};

const identity = () => ses.send(new GetEmailIdentityCommand({ EmailIdentity: 'no-reply@example.com' }));
const configurationSet = () => ses.send(new GetConfigurationSetCommand({ ConfigurationSetName: 'codes' }));
const key = async () => (await kms.send(new DescribeKeyCommand({ KeyId: KEY_ARN }))).KeyMetadata;

describe('what the providers say of an account', () => {
  test('all is in order', async () => {
    expect(await ses.send(new GetAccountCommand({}))).toMatchObject({
      ProductionAccessEnabled: true,
      SendingEnabled: true,
    });
    expect(await identity()).toMatchObject({ IdentityType: 'EMAIL_ADDRESS', VerifiedForSendingStatus: true });
    expect(await configurationSet()).toMatchObject({
      ConfigurationSetName: 'codes',
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    });
    expect((await sns.send(new GetSMSSandboxAccountStatusCommand({}))).IsInSandbox).toBe(false);
    expect((await sns.send(new GetSMSAttributesCommand({}))).attributes).toEqual({
      DefaultSMSType: 'Transactional',
      MonthlySpendLimit: '500',
    });
    const asked = await sns.send(new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] }));
    expect(asked.attributes).toEqual({ MonthlySpendLimit: '500' });
    expect((await pinpoint.send(new GetAppCommand({ ApplicationId: 'abc' }))).ApplicationResponse?.Id).toBe('abc');
    expect(await key()).toMatchObject({ Arn: KEY_ARN, KeySpec: 'HMAC_256', KeyState: 'Enabled' });
  });

  test('a fault that names a state is told in a successful answer', async () => {
    await plant('ses', 'GetAccount', 'SANDBOX');
    await plant('ses', 'GetEmailIdentity', 'PENDING');
    await plant('ses', 'GetConfigurationSet', 'TLS_OPTIONAL');
    await plant('sns', 'GetSMSSandboxAccountStatus', 'SANDBOX');
    await plant('sns', 'GetSMSAttributes', 'SPEND_LIMIT');
    await plant('kms', 'DescribeKey', 'PENDING_DELETION');

    expect((await ses.send(new GetAccountCommand({}))).ProductionAccessEnabled).toBe(false);
    expect((await identity()).VerifiedForSendingStatus).toBe(false);
    expect((await configurationSet()).DeliveryOptions?.TlsPolicy).toBe('OPTIONAL');
    expect((await sns.send(new GetSMSSandboxAccountStatusCommand({}))).IsInSandbox).toBe(true);
    expect((await sns.send(new GetSMSAttributesCommand({}))).attributes?.MonthlySpendLimit).toBe('1');
    expect(await key()).toMatchObject({ Enabled: false, KeyState: 'PendingDeletion' });
  });

  test('any other fault is an error, and an unknown key none of theirs', async () => {
    await plant('ses', 'GetEmailIdentity', 'NotFoundException');
    await plant('pinpoint', 'GetApp', 'NotFoundException');

    expect((await rejection(identity())).name).toBe('NotFoundException');
    const app = pinpoint.send(new GetAppCommand({ ApplicationId: 'abc' }));
    expect((await rejection(app)).name).toBe('NotFoundException');
    const unknown = kms.send(new DescribeKeyCommand({ KeyId: 'alias/none' }));
    expect((await rejection(unknown)).name).toBe('NotFoundException');
  });
});
