import type { Claims } from '../../client/claims.ts';
import { element, setText } from '../../dom.ts';
import type { AccountState } from '../../sign-in/state.ts';
import { wordTime } from '../../sign-in/word-time.ts';
import { pageButton } from './controls.ts';
import { messageLine } from './message-line.ts';
import type { Screen, ScreenContext } from './screen.ts';
import { type Tab, tabs } from './tabs.ts';
import { type Message, wordClaim } from './wording.ts';

/** The view of addresses, channel and devices, loaded when it is first chosen. */
const profileTab = ({ texts, openProfile }: ScreenContext): Tab => {
  const say = texts.account;
  const panel = element('div');
  let isWanted = false;
  const load = async () => {
    isWanted = true;
    panel.replaceChildren(element('p', { class: 'hint', role: 'status' }, say.loadingProfile));
    try {
      panel.replaceChildren(await openProfile());
    } catch {
      isWanted = false;
      const retry = element('button', { type: 'button', class: 'secondary', on: { click: () => void load() } });
      setText(retry, say.retryProfile);
      panel.replaceChildren(element('p', { role: 'alert', class: 'message message-error' }, say.profileFailed), retry);
    }
  };
  return { id: 'account', title: say.viewProfile, panel, chosen: () => void (isWanted || load()) };
};

/** Shows who is signed in, the claims of the tokens, and in a view of its own what the person may change. */
export const accountScreen = (context: ScreenContext): Screen<AccountState> => {
  const { controller, texts, locale, clock } = context;
  const say = texts.account;
  const title = element('h1', { tabindex: '-1' }, say.title);
  const who = element('p', { class: 'intro' });
  const until = element('p', { class: 'hint' });
  const message = messageLine('account-message');
  const refresh = pageButton('primary', '', () => {
    message.clear();
    void controller.refresh(context.renew);
  });
  const signOut = pageButton('secondary', '', () => void controller.signOut());
  const idClaims = element('tbody', {});
  const accessClaims = element('tbody', {});
  const accessTitle = element('summary', {}, say.accessClaims);
  const root = element(
    'section',
    { class: 'screen screen-account' },
    title,
    who,
    message.root,
    until,
    element('div', { class: 'actions actions-row' }, refresh, signOut),
    tabs(say.views, [
      {
        id: 'tokens',
        title: say.viewTokens,
        panel: element(
          'div',
          {},
          claimsTable(say.claims, idClaims),
          element('details', { class: 'where' }, accessTitle, claimsTable(say.accessClaims, accessClaims, 'hidden')),
        ),
      },
      profileTab(context),
    ]).root,
  );

  function claimsTable(caption: string, body: HTMLElement, captionClass = '') {
    const header = element(
      'tr',
      {},
      element('th', { scope: 'col' }, say.claim),
      element('th', { scope: 'col' }, say.value),
    );
    return element(
      'table',
      { class: 'claims' },
      element('caption', { class: captionClass }, caption),
      element('thead', {}, header),
      body,
    );
  }

  /** Those that people know first, in the order of their labels. */
  const known = Object.keys(say.labels);
  const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  const ordered = (claims: Claims) => Object.entries(claims).sort(([a], [b]) => rank(a) - rank(b));

  const rows = (claims: Claims) =>
    ordered(claims).map(([name, value]) => {
      const label = Object.hasOwn(say.labels, name) ? say.labels[name] : undefined;
      const heading = label === undefined ? [name] : [label, ' ', element('code', {}, name)];
      const shown = wordClaim(name, value, texts, locale);
      return element('tr', {}, element('th', { scope: 'row' }, ...heading), element('td', {}, shown));
    });

  const messageOf = (state: AccountState): Message | null => {
    if (state.error !== null) return { tone: 'error', text: texts.errors[state.error] };
    if (state.pending === null && state.session.expiresAt <= clock()) return { tone: 'info', text: say.expired };
    const text = say.refreshed(wordTime(state.session.expiresAt, locale));
    return state.notice === 'refreshed' ? { tone: 'info', text } : null;
  };

  return {
    root,
    focus: () => title.focus(),
    update(state) {
      const { claims, accessClaims: access, username, expiresAt } = state.session;
      const name = [claims.email, claims.phone_number, claims.name].find((value) => typeof value === 'string');
      setText(who, say.as(typeof name === 'string' ? name : username));
      setText(until, say.until(wordTime(expiresAt, locale)));
      until.hidden = state.notice === 'refreshed' || expiresAt <= clock();
      setText(refresh, state.pending === 'refresh' ? say.refreshing : say.refresh);
      setText(signOut, state.pending === 'sign-out' ? say.signingOut : say.signOut);
      refresh.setAttribute('aria-disabled', String(state.pending !== null));
      signOut.setAttribute('aria-disabled', String(state.pending === 'sign-out'));
      message.show(messageOf(state));
      idClaims.replaceChildren(...rows(claims));
      accessClaims.replaceChildren(...rows(access));
    },
  };
};
