import { element, setText } from '../dom.ts';
import type { AccountState } from '../sign-in/state.ts';
import { part, type ScreenView, type ViewContext } from './screen.ts';

/** Says who is signed in, and signs out. */
export const sessionView = ({ controller, say }: ViewContext): ScreenView<AccountState> => {
  const title = part('h2', 'title', { tabindex: '-1' }, say('signedIn'));
  const who = part('p', 'muted');
  const signOut = part('button', 'secondary', { type: 'button', on: { click: () => void controller.signOut() } });
  return {
    root: element('div', { class: 'stack' }, title, who, signOut),
    target: () => title,
    update({ session, pending }) {
      const { email, phone_number: phone } = session.claims;
      setText(who, say('as', { name: String(email ?? phone ?? session.username) }));
      const isLeaving = pending === 'sign-out';
      setText(signOut, say(isLeaving ? 'signingOut' : 'signOut'));
      signOut.setAttribute('aria-disabled', String(isLeaving));
    },
  };
};
