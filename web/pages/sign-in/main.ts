import { isMedium } from '../../client/challenge.ts';
import { createClient } from '../../client/client.ts';
import { browserStorage } from '../../client/storage.ts';
import { byId, element, setText } from '../../dom.ts';
import { type Controller, createController } from '../../sign-in/controller.ts';
import type { State } from '../../sign-in/state.ts';
import { type Texts, textsFor } from '../texts.ts';
import { accountScreen } from './account-screen.ts';
import { addressScreen } from './address-screen.ts';
import { codeScreen } from './code-screen.ts';
import { type PageConfig, readConfig } from './page-config.ts';
import type { Screen, ScreenContext } from './screen.ts';

/** Shows the screen of the controller's state, and moves the keyboard when it changes. */
const mount = (context: ScreenContext, main: HTMLElement) => {
  let shown: { name: State['screen']; screen: Screen } | null = null;
  const build = (name: State['screen']): Screen => {
    if (name === 'address') return addressScreen(context) as Screen;
    return (name === 'code' ? codeScreen(context) : accountScreen(context)) as Screen;
  };
  context.controller.subscribe((state) => {
    const isChange = shown?.name !== state.screen;
    if (shown === null || isChange) {
      shown = { name: state.screen, screen: build(state.screen) };
      main.replaceChildren(shown.screen.root);
    }
    shown.screen.update(state);
    if (isChange) shown.screen.focus();
    document.title = `${main.querySelector('h1')?.textContent ?? ''} · Doorcode`;
  });
};

/** The seeded users as quick picks, where the page belongs to a local stack. */
const mountStack = (config: PageConfig, texts: Texts, controller: Controller) => {
  const stack = byId('stack');
  // The channels are worth a word only where the users differ in them.
  const isMixed = new Set(config.users.map(({ channel }) => channel)).size > 1;
  const labelOf = ({ username, channel }: PageConfig['users'][number]) =>
    isMixed && isMedium(channel) ? texts.stack.pick(username, texts.channels[channel]) : username;
  const picks = config.users.map((user) =>
    element(
      'button',
      { type: 'button', class: 'pick', on: { click: () => void controller.submitAddress(user.username) } },
      labelOf(user),
    ),
  );
  const users = element('div', { class: 'picks', role: 'group', 'aria-labelledby': 'stack-users' }, ...picks);
  const usersTitle = element('p', { id: 'stack-users', class: 'hint' }, texts.stack.users);
  stack.replaceChildren(
    element('h2', {}, texts.stack.title),
    element('p', {}, texts.stack.text, element('a', { href: '/inbox' }, texts.stack.link), '.'),
    ...(picks.length > 0 ? [usersTitle, users] : []),
  );
  stack.hidden = false;
  controller.subscribe((state) => {
    users.hidden = state.screen !== 'address';
    usersTitle.hidden = users.hidden;
  });
};

const open = async (): Promise<void> => {
  const { locale, texts } = textsFor(navigator.languages);
  const main = byId('main');
  const config = await readConfig().catch(() => null);
  if (config === null) {
    const retry = element('button', { type: 'button', class: 'primary', on: { click: () => location.reload() } });
    setText(retry, texts.stack.retry);
    const problem = element('p', { role: 'alert', class: 'message message-error' }, texts.stack.configFailed);
    main.replaceChildren(
      element('section', { class: 'screen' }, element('h1', {}, texts.address.titleSignIn), problem, retry),
    );
    return;
  }
  const client = createClient({
    endpoint: config.cognito,
    clientId: config.clientId,
    storage: browserStorage('local'),
    challengeStorage: browserStorage('session'),
  });
  const controller = createController(client);
  const announcer = byId('announcer');
  const shared = { controller, locale, clock: Date.now, announce: (text: string) => setText(announcer, text) };
  const openProfile = async () => {
    const { profileView } = await import('./profile/profile-view.ts');
    return profileView({ ...shared, endpoint: location.origin, client });
  };
  const renew = () => client.refresh();
  mount({ ...shared, texts, openProfile, renew }, main);
  mountStack(config, texts, controller);
  const show = async () => {
    controller.open();
    const state = controller.state();
    if (state.screen === 'account' && state.session.expiresAt <= Date.now()) await controller.refresh(renew);
  };
  // Another tab has signed in, refreshed or signed out.
  addEventListener('storage', () => {
    if (controller.state().screen === 'account' || client.session() !== null) void show();
  });
  await show();
};

void open();
