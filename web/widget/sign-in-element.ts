import { type Client, createClient } from '../client/client.ts';
import { keepSession, type SessionKeeper } from '../client/session-keeper.ts';
import { browserStorage, memoryStorage } from '../client/storage.ts';
import type { Session } from '../client/token-store.ts';
import { element } from '../dom.ts';
import { type Controller, createController } from '../sign-in/controller.ts';
import type { State } from '../sign-in/state.ts';
import { adoptStyles } from './adopt-styles.ts';
import { cancelable, type WidgetState } from './events.ts';
import { stateName } from './face.ts';
import { loadTexts } from './load-texts.ts';
import { type News, newsOf } from './news.ts';
import { attributeNames, readConnection, readOption } from './options.ts';
import { reflectAttributes } from './reflect-attributes.ts';
import { signUpQuietly } from './sign-up.ts';
import { en, sayIn, type Texts } from './texts.ts';
import { createView, part, type View } from './view.ts';

/** What stays while the pool, the client and the storage are the same. */
type Connection = { readonly key: string; readonly client: Client; readonly controller: Controller };

let count = 0;

/**
 * `<doorcode-sign-in>`: sign-in and sign-up by one-time code. `docs/widget.md` is its manual.
 *
 * @attr region, endpoint, client-id, storage, sign-up, channels, identifier, code-length, lang, theme, shadow
 * @fires doorcode:code-sent, doorcode:signed-in, doorcode:error, doorcode:signed-out, doorcode:state
 * @slot logo, header, legal, footer
 */
export class DoorcodeSignInElement extends HTMLElement {
  static readonly observedAttributes = attributeNames;
  // `reflectAttributes` gives these to the prototype.
  declare region: string | null;
  declare endpoint: string | null;
  declare clientId: string | null;
  declare storage: string | null;
  declare signUp: string | null;
  declare channels: string | null;
  declare identifier: string | null;
  declare codeLength: string | null;
  declare theme: string | null;
  declare shadow: string | null;
  readonly #prefix = `doorcode-${++count}-`;
  #connection: Connection | null = null;
  #keeper: SessionKeeper | null = null;
  #view: View | null = null;
  #name: WidgetState | null = null;
  #isSilent = false;
  #isHidden = false;
  #messages: Partial<Texts> = {};
  #locale = 'en';
  #build = 0;

  connectedCallback(): void {
    this.#open();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(): void {
    if (!this.isConnected) return;
    // Several attributes change together: one rebuild is enough.
    const build = ++this.#build;
    queueMicrotask(() => {
      if (build === this.#build && this.isConnected) this.#open();
    });
  }

  /** The headless client underneath, or null while the element is not in a page. */
  get client(): Client | null {
    return this.#connection?.client ?? null;
  }

  /** What is shown. */
  get state(): WidgetState {
    return this.#connection === null ? 'address' : stateName(this.#connection.controller.state());
  }

  /** Texts in place of the widget's own, by key. */
  get messages(): Partial<Texts> {
    return this.#messages;
  }

  set messages(messages: Partial<Texts>) {
    this.#messages = messages;
    this.attributeChangedCallback();
  }

  /** Sends a code to `name`, an address or a number, in place of a sign-in under way. Failures are shown, and are events. */
  start(name: string): Promise<void> {
    this.reset();
    return this.#controller().submitAddress(name);
  }

  /** Gives up a sign-in under way. */
  reset(): void {
    this.#controller().reset();
  }

  /** Revokes the refresh token and forgets the session, the latter in any case. */
  signOut(): Promise<void> {
    return this.#controller().signOut();
  }

  /** The session with tokens that are good for a while, or null. @throws {ClientError} where they cannot be renewed now */
  async getSession(): Promise<Session | null> {
    return this.#keeper === null ? null : this.#keeper.session();
  }

  /** Puts the keyboard where the person goes on. */
  override focus(): void {
    this.#view?.focus();
  }

  #controller(): Controller {
    if (this.#connection) return this.#connection.controller;
    throw new TypeError('<doorcode-sign-in> is not in a page, or its attributes are wrong: see the console');
  }

  #open(): void {
    this.#close();
    try {
      const options = readConnection(this);
      const key = JSON.stringify(options);
      if (this.#connection?.key !== key) this.#connection = this.#connect(key, options);
      const { client, controller } = this.#connection;
      const onChange = (session: Session | null) => {
        const state = controller.state();
        if (session === null) void controller.sessionEnded();
        else if (state.screen !== 'account' || state.session.accessToken !== session.accessToken) controller.open();
      };
      this.#keeper = keepSession({ client, clientId: options.clientId, onChange });
      controller.open();
      void this.#draw(++this.#build, controller);
    } catch (error) {
      this.#connection = null;
      reportError(error);
      this.#emit(['error', { code: 'misconfigured' }]);
      const alert = part('p', 'error', { role: 'alert' }, en['error.setup']);
      this.#container().replaceChildren(part('section', 'doorcode', {}, alert));
    }
  }

  #close(): void {
    this.#keeper?.stop();
    this.#view?.stop();
    this.#keeper = null;
    this.#view = null;
  }

  #connect(key: string, { kind, signUp, ...options }: ReturnType<typeof readConnection>): Connection {
    const client = createClient({
      ...options,
      storage: kind === 'memory' ? memoryStorage() : browserStorage(kind),
      challengeStorage: browserStorage('session'),
    });
    const controller = createController(client, {
      mode: signUp === 'off' ? 'sign-in' : 'sign-up',
      locale: () => this.#locale,
      signUp: (address) => signUpQuietly(client, address, this.#locale),
    });
    this.#name = null;
    let before = controller.state();
    controller.subscribe((state) => {
      const last = before;
      before = state;
      if (this.#connection?.controller === controller) this.#onState(state, last);
    });
    return { key, client, controller };
  }

  /** Builds the view, as soon as its texts are there. */
  async #draw(build: number, controller: Controller): Promise<void> {
    const { locale, isRtl, texts } = await loadTexts(this.closest<HTMLElement>('[lang]')?.lang || navigator.language);
    if (build !== this.#build || !this.isConnected) return;
    this.#locale = locale;
    const offered = this.getAttribute('channels');
    const say = sayIn({ ...texts, ...this.#messages }, locale, isRtl);
    this.#view = createView(
      controller,
      {
        say,
        locale,
        identifier: readOption(this, 'identifier'),
        offers: (channel) => offered?.includes(channel) ?? true,
      },
      this.#prefix,
      (name) => this.#slot(name),
      { lang: locale, dir: isRtl ? 'rtl' : 'ltr', 'data-theme': readOption(this, 'theme') },
    );
    this.#container().replaceChildren(this.#view.root);
    this.#show(controller.state());
  }

  /** Where the view goes: the element's shadow, or the element itself. */
  #container(): ShadowRoot | this {
    const isOpen = this.shadowRoot !== null || this.getAttribute('shadow') !== 'none';
    const container = isOpen ? (this.shadowRoot ?? this.attachShadow({ mode: 'open' })) : this;
    adoptStyles(container);
    return container;
  }

  #slot(name: string): Node {
    if (this.#container() !== this) return part('slot', name, { name });
    return element('div', {}, ...this.querySelectorAll(`[slot=${name}]`));
  }

  #onState(state: State, before: State): void {
    const isSignedIn = state.screen === 'account';
    this.#isHidden &&= isSignedIn;
    this.#isSilent = false;
    // From now on the end of this session is news, however soon it comes.
    if (isSignedIn) this.#keeper?.check();
    for (const news of newsOf(state, before)) {
      const isCanceled = !this.#emit(news);
      if (news[0] === 'signed-in') this.#isHidden = isCanceled;
      if (news[0] === 'error') this.#isSilent = isCanceled;
    }
    this.#show(state);
    const name = stateName(state);
    if (name !== this.#name) this.#emit(['state', { state: name }]);
    this.#name = name;
  }

  #show(state: State): void {
    if (this.#view === null) return;
    this.#view.root.hidden = this.#isHidden;
    this.#view.update(state, this.#isSilent);
  }

  /** @returns false where a listener has cancelled it */
  #emit([name, detail]: News): boolean {
    const init = { detail, bubbles: true, composed: true, cancelable: cancelable.has(name) };
    return this.dispatchEvent(new CustomEvent(`doorcode:${name}`, init));
  }
}

reflectAttributes(DoorcodeSignInElement.prototype, attributeNames);
