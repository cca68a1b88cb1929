import { type Client, createClient } from '../client/client.ts';
import { keepSession, type SessionKeeper } from '../client/session-keeper.ts';
import { browserStorage, memoryStorage } from '../client/storage.ts';
import { type Controller, createController } from '../sign-in/controller.ts';
import type { Options } from './options.ts';
import { signUpQuietly } from './sign-up.ts';

/** What stays while the pool, the client and the storage are the same, wherever the element is moved. */
export type Connection = {
  readonly client: Client;
  readonly controller: Controller;
  /** Shows what storage holds now, and keeps the session from now on. The keeper goes on answering when it is stopped. */
  keep(): SessionKeeper;
};

/** What only another connection can follow, as one string. */
export const connectionKey = ({ region, endpoint, clientId, storage, signUp, codeLength }: Options): string =>
  [region, endpoint, clientId, storage, signUp, codeLength].join();

/** Connects to a pool. @param locale the language that messages are asked for in */
export const connect = (options: Options, locale: () => string): Connection => {
  const { clientId = '', storage } = options;
  const client = createClient({
    ...options,
    clientId,
    codeLength: Number(options.codeLength),
    storage: storage === 'memory' ? memoryStorage() : browserStorage(storage),
    challengeStorage: browserStorage('session'),
  });
  const controller = createController(client, {
    mode: options.signUp === 'off' ? 'sign-in' : 'sign-up',
    locale,
    signUp: (address) => signUpQuietly(client, address, locale()),
  });
  return {
    client,
    controller,
    keep() {
      const onChange = () => {
        const session = client.session();
        const state = controller.state();
        if (!session) void controller.sessionEnded();
        else if (state.screen !== 'account' || state.session.accessToken !== session.accessToken) controller.open();
      };
      onChange();
      return keepSession({ client, clientId, onChange });
    },
  };
};
