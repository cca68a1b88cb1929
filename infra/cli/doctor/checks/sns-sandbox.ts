import { GetSMSSandboxAccountStatusCommand } from '@aws-sdk/client-sns';
import { type Check, error, ok } from '../finding.ts';

/** SNS sends text messages to anybody. In its sandbox it takes every message, and delivers few. */
export const snsSandbox: Check = {
  name: 'SNS sandbox',
  async run({ deployment }) {
    if (deployment.config.sms?.provider !== 'sns') return [];
    const client = await deployment.clients.sns();
    const { IsInSandbox } = await client.send(new GetSMSSandboxAccountStatusCommand({}));
    if (IsInSandbox !== true) return [ok('SNS sends text messages to anybody')];
    const cure = 'leave it: SNS console, Text messaging (SMS), Exit SMS sandbox (docs/deploy.md)';
    return [
      error(
        'SNS is in the SMS sandbox: messages to numbers that are not verified there are taken and never delivered',
        cure,
      ),
    ];
  },
};
