// A site's own script with the headless clients, the widget as an element with a type, and the contract of a channel.
import { type Channel, ChannelError, type Config, parseConfig, type TriggerOptions } from 'doorcode';
import { type Challenge, ClientError, createAccount, createClient, type Session } from 'doorcode/client';
import { DoorcodeSignInElement, type WidgetEvents } from 'doorcode/widget';

const client = createClient({ region: 'eu-west-1', clientId: 'client1' });

export const signIn = async (name: string, ask: (challenge: Challenge) => Promise<string>): Promise<void> => {
  try {
    await client.start(name);
  } catch (error) {
    if (error instanceof ClientError && error.code === 'offline') await ask({} as Challenge);
  }
};

export const account = createAccount({ endpoint: 'https://account.example', session: async () => null });

const element = document.createElement('doorcode-sign-in');
export const isWidget: boolean = element instanceof DoorcodeSignInElement;
export const session: Promise<Session | null> = element.getSession();
export type SignedIn = WidgetEvents['doorcode:signed-in'];
element.clientId = 'client1';
element.addEventListener('doorcode:signed-in', ({ detail }) => detail.session.claims.email);
document.addEventListener('doorcode:error', ({ detail }) => detail.code === 'offline');
// @ts-expect-error A detail that there is not.
element.addEventListener('doorcode:code-sent', ({ detail }) => detail.code);

export const silent: Channel = {
  provider: 'silent',
  media: ['push'],
  send: async () => {
    throw new ChannelError('unavailable', 'silent', { retryable: false });
  },
};
export const options = { channels: [silent] } satisfies TriggerOptions;
export const config: Config = parseConfig({});

// @ts-expect-error An option that there is not: were the types missing, it would be one.
export const misspelt: TriggerOptions = { chanels: [silent] };
