import { type Client, createClient } from '../client/client.ts';
import { keepSession, type SessionKeeper } from '../client/session-keeper.ts';
import type { KeyValueStorage } from '../client/storage.ts';
import type { Session } from '../client/token-store.ts';
import { type Controller, createController } from '../sign-in/controller.ts';
import type { State } from '../sign-in/state.ts';
import { adoptStyles } from './adopt-styles.ts';
import { cancelable, type WidgetEvents, type WidgetState } from './events.ts';
import { loadTexts, localeOf } from './load-texts.ts';
import { stateName } from './messages.ts';
import { attributeNames, clientKey, clientOptions, readOption } from './options.ts';
import { reflectAttributes } from './reflect-attributes.ts';
import { part } from './screen.ts';
import { signUpQuietly } from './sign-up.ts';
import { en, sayIn, type Texts } from './texts.ts';
import { createView, type View } from './view.ts';

/** What stays while the pool, the client and the storage are the same. */
type Connection = {
  readonly key: string;
  readonly client: Client;
  readonly storage: KeyValueStorage;
  readonly controller: Controller;
};

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
  readonly #prefix = `doorcode-${++count}-`;
  #connection: Connection | null = null;
  #keeper: SessionKeeper | null = null;
  #view: View | null = null;
  #state: State | null = null;
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
    return this.#state === null ? 'address' : stateName(this.#state);
  }

  /** Texts in place of the widget's own, by key. */
  get messages(): Partial<Texts> {
    return this.#messages;
  }

  set messages(messages: Partial<Texts>) {
    this.#messages = messages;
    if (this.isConnected) this.attributeChangedCallback();
  }

  /** Sends a code to `name`, an address or a number, in place of a sign-in under way. Failures are shown, and are events. */
  async start(name: string): Promise<void> {
    const { controller } = this.#connected();
    controller.reset();
    await controller.submitAddress(name);
  }

  /** Gives up a sign-in under way. */
  reset(): void {
    this.#connected().controller.reset();
  }

  /** Revokes the refresh token and forgets the session, the latter in any case. */
  async signOut(): Promise<void> {
    await this.#connected().controller.signOut();
  }

  /** The session with tokens that are good for a while, or null. @throws {ClientError} where they cannot be renewed now */
  async getSession(): Promise<Session | null> {
    return this.#keeper === null ? null : this.#keeper.session();
  }

  /** Puts the keyboard where the person goes on. */
  override focus(): void {
    this.#view?.focus();
  }

  #connected(): Connection {
    if (this.#connection === null) {
      throw new TypeError('<doorcode-sign-in> is not in a page, or its attributes are wrong: see the console');
    }
    return this.#connection;
  }

  #open(): void {
    this.#close();
    try {
      const key = clientKey(this);
      if (this.#connection?.key !== key) this.#connection = this.#connect(key);
      const { client, storage, controller } = this.#connection;
      const clientId = this.getAttribute('client-id') ?? '';
      this.#keeper = keepSession({ client, clientId, storage, onChange: (session) => this.#onSession(session) });
      void controller.open();
      void this.#draw(++this.#build);
    } catch (error) {
      this.#connection = null;
      reportError(error);
      this.#emit('doorcode:error', { code: 'misconfigured' });
      this.#container().replaceChildren(part('p', 'error', { role: 'alert' }, en['error.setup']));
    }
  }

  #close(): void {
    this.#keeper?.stop();
    this.#view?.stop();
    this.#keeper = null;
    this.#view = null;
  }

  #connect(key: string): Connection {
    this.#state = null;
    const options = clientOptions(this);
    const client = createClient(options);
    const controller = createController(client, {
      mode: readOption(this, 'sign-up') === 'off' ? 'sign-in' : 'sign-up',
      locale: () => this.#locale,
      signUp: (address) => signUpQuietly(client, address, this.#locale),
      refresh: () => this.#keeper?.refresh() ?? client.refresh(),
    });
    controller.subscribe((state) => {
      if (this.#connection?.controller === controller) this.#onState(state);
    });
    return { key, client, storage: options.storage, controller };
  }

  /** Builds the view, as soon as its texts are there. */
  async #draw(build: number): Promise<void> {
    const { controller } = this.#connected();
    const tag = this.closest('[lang]')?.getAttribute('lang') || navigator.language;
    const { locale, isRtl, texts } = await loadTexts(localeOf(tag));
    if (build !== this.#build || !this.isConnected) return;
    this.#locale = locale;
    const offered = this.getAttribute('channels')?.split(/[\s,]+/);
    const view = createView(
      {
        controller,
        say: sayIn({ ...texts, ...this.#messages }, locale, isRtl),
        locale,
        clock: Date.now,
        prefix: this.#prefix,
        identifier: readOption(this, 'identifier') as 'any',
        offers: (channel) => offered?.includes(channel) ?? true,
      },
      (name) => this.#slot(name),
      { lang: locale, dir: isRtl ? 'rtl' : 'ltr', 'data-theme': readOption(this, 'theme') },
    );
    this.#view = view;
    this.#container().replaceChildren(view.root);
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
    const own = document.createElement('div');
    own.append(...this.querySelectorAll(`[slot="${name}"]`));
    return own;
  }

  #onSession(session: Session | null): void {
    const { controller } = this.#connected();
    const state = controller.state();
    if (session === null) void controller.sessionEnded();
    else if (state.screen !== 'account' || state.session.accessToken !== session.accessToken) void controller.open();
  }

  #onState(state: State): void {
    const before = this.#state;
    const wasPending = before !== null && before.pending !== null;
    const wasNamed = before === null ? null : stateName(before);
    this.#state = state;
    this.#isSilent = false;
    this.#isHidden = state.screen === 'account' && this.#isHidden;
    if (state.screen === 'account') {
      // From now on the end of this session is news, however soon it comes.
      this.#keeper?.check();
      const isOther = before?.screen !== 'account' || before.session.username !== state.session.username;
      const detail = { session: state.session, isNew: wasPending };
      if (isOther) this.#isHidden = !this.#emit('doorcode:signed-in', detail);
    } else if (before?.screen === 'account') {
      const notice = state.screen === 'address' ? state.notice : null;
      const by = notice === null ? 'elsewhere' : 'person';
      this.#emit('doorcode:signed-out', { by, revoked: notice === 'signed-out' });
    }
    if (state.screen === 'code' && state.pending === null && wasPending && state.error === null) {
      const { challenge } = state;
      const isSent = challenge.step === 'code' && challenge.reason !== 'wrong';
      if (isSent) this.#emit('doorcode:code-sent', { challenge });
    }
    const code = state.error;
    if (code !== null && code !== 'empty' && code !== 'no-country-code') {
      this.#isSilent = !this.#emit('doorcode:error', { code });
    }
    this.#show(state);
    const name = stateName(state);
    if (name !== wasNamed) this.#emit('doorcode:state', { state: name });
  }

  #show(state: State): void {
    if (this.#view === null) return;
    this.#view.root.hidden = this.#isHidden;
    this.#view.update(state, this.#isSilent);
  }

  /** @returns false where a listener has cancelled it */
  #emit<Type extends keyof WidgetEvents>(type: Type, detail: WidgetEvents[Type]): boolean {
    const init = { detail, bubbles: true, composed: true, cancelable: cancelable.has(type) };
    return this.dispatchEvent(new CustomEvent(type, init));
  }
}

reflectAttributes(DoorcodeSignInElement.prototype, attributeNames);
