import { type Client, createClient } from '../client/client.ts';
import { keepSession, type SessionKeeper } from '../client/session-keeper.ts';
import { browserStorage, memoryStorage } from '../client/storage.ts';
import type { Session } from '../client/token-store.ts';
import { type Controller, createController } from '../sign-in/controller.ts';
import type { ConnectionOptions } from './options.ts';
import { signUpQuietly } from './sign-up.ts';

/** What stays while the pool, the client and the storage are the same, wherever the element is moved. */
export type Connection = {
  readonly client: Client;
  readonly controller: Controller;
  /** Shows what storage holds now, and keeps the session from now on. The keeper goes on answering when it is stopped. */
  keep(): SessionKeeper;
};

/** Connects to a pool. @param locale the language that messages are asked for in */
export const connect = ({ kind, signUp, ...options }: ConnectionOptions, locale: () => string): Connection => {
  const client = createClient({
    ...options,
    storage: kind === 'memory' ? memoryStorage() : browserStorage(kind),
    challengeStorage: browserStorage('session'),
  });
  const controller = createController(client, {
    mode: signUp === 'off' ? 'sign-in' : 'sign-up',
    locale,
    signUp: (address) => signUpQuietly(client, address, locale()),
  });
  const onChange = (session: Session | null) => {
    const state = controller.state();
    if (session === null) void controller.sessionEnded();
    else if (state.screen !== 'account' || state.session.accessToken !== session.accessToken) controller.open();
  };
  return {
    client,
    controller,
    keep() {
      onChange(client.session());
      return keepSession({ client, clientId: options.clientId, onChange });
    },
  };
};
