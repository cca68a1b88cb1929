// An entry as the owner of a deployment writes one, with a channel of their own for text messages.
import { createTriggers } from '../../functions/create-triggers.ts';
import { webhookChannel } from '../channels/webhook-channel.ts';

const channel = webhookChannel({
  url: 'https://gateway.example/messages',
  secret: 'a secret of thirty-two characters',
  appName: 'Example',
});

export const { handler } = createTriggers({ channels: [channel] });
