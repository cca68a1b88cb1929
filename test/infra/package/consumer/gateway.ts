import { GATEWAY_URL } from './gateway-url.ts';
import { webhookChannel } from './webhook-channel.ts';

export const gateway = webhookChannel({
  url: GATEWAY_URL,
  secret: 'a secret of thirty-two characters',
  appName: 'Example',
});
