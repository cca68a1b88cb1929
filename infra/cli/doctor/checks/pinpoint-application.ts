import { GetAppCommand } from '@aws-sdk/client-pinpoint';
import { type Check, error, ok, unlessMissing } from '../finding.ts';

/** The Pinpoint application that messages go through is there. */
export const pinpointApplication: Check = {
  name: 'Pinpoint application',
  async run({ deployment }) {
    const { sms, push, pinpoint } = deployment.config;
    if (![sms?.provider, push?.provider].includes('pinpoint') || pinpoint === undefined) return [];
    const client = await deployment.clients.pinpoint();
    const { applicationId } = pinpoint;
    const app = await unlessMissing(client.send(new GetAppCommand({ ApplicationId: applicationId })));
    if (app !== null) return [ok(`the Pinpoint application ${applicationId} is there`)];
    const cure =
      'create one in this region (aws pinpoint create-app) with its APNs and FCM credentials, and set its id';
    return [error(`there is no Pinpoint application ${applicationId} (pinpoint.applicationId) in this region`, cure)];
  },
};
