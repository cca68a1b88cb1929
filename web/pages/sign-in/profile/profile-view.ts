import { createAccount } from '../../../client/account.ts';
import type { Client } from '../../../client/client.ts';
import { element, setText } from '../../../dom.ts';
import type { Controller } from '../../../sign-in/controller.ts';
import { messageLine } from '../message-line.ts';
import { addressSection } from './address-section.ts';
import { channelSection } from './channel-section.ts';
import { deviceSection } from './device-section.ts';
import { createProfileController } from './profile-controller.ts';
import type { ProfileState } from './profile-state.ts';
import { wordError } from './profile-wording.ts';
import { profileTextsFor } from './texts.ts';

/** Shows a signed-in person's addresses, channel and devices, and lets them be changed. */
export const profileView = (options: {
  /** The URL under which the account service has `/account`. */
  readonly endpoint: string;
  readonly client: Client;
  readonly controller: Controller;
  readonly locale: string;
  readonly clock: () => number;
  readonly announce: (text: string) => void;
}): HTMLElement => {
  const { endpoint, client, controller, locale, clock, announce } = options;
  const { texts } = profileTextsFor([locale]);
  const profile = createProfileController({
    account: createAccount({ endpoint, session: client, clock }),
    clock,
    signedOut: () => void controller.sessionEnded(),
    claimsChanged: () => controller.open(),
  });
  const signInAgain = () => {
    const { email, phone_number: phone } = client.session()?.claims ?? {};
    void controller.signOut({ address: String(email ?? phone ?? ''), notice: 'sign-in-again' });
  };
  const shared = { profile, texts, locale, clock, announce, signInAgain };
  const sections = [addressSection(shared), channelSection(shared), deviceSection(shared)];

  const loading = element('p', { class: 'hint', role: 'status' });
  const message = messageLine('profile-message');
  const retry = element(
    'button',
    { type: 'button', class: 'secondary', on: { click: () => void profile.read() } },
    texts.retry,
  );
  const content = element('div', { class: 'sections' }, ...sections.map((section) => section.root));
  const root = element('div', { class: 'profile' }, loading, message.root, retry, content);

  const update = (state: ProfileState) => {
    setText(loading, state.pending === 'read' ? texts.loading : '');
    loading.hidden = state.account !== null || state.pending !== 'read';
    const failure = state.problem?.at === 'read' ? state.problem.error : null;
    message.show(failure === null ? null : wordError(failure, texts, locale));
    retry.hidden = failure === null;
    content.hidden = state.account === null;
    for (const section of sections) section.update(state);
  };
  profile.subscribe(update);
  update(profile.state());
  let wasShown = false;
  const timer = setInterval(() => {
    wasShown ||= root.isConnected;
    if (root.isConnected || !wasShown) for (const section of sections) section.tick?.();
    else clearInterval(timer);
  }, 1000);
  void profile.read();
  return root;
};
