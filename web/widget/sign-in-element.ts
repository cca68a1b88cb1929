import type { Client } from '../client/client.ts';
import type { SessionKeeper } from '../client/session-keeper.ts';
import type { Session } from '../client/token-store.ts';
import type { Controller } from '../sign-in/controller.ts';
import type { State } from '../sign-in/state.ts';
import { adoptStyles } from './adopt-styles.ts';
import { type Connection, connect, connectionKey } from './connection.ts';
import { cancelable, type WidgetState } from './events.ts';
import { stateName } from './face.ts';
import { listenersReady } from './listeners-ready.ts';
import { loadTexts } from './load-texts.ts';
import { grow } from './markup.ts';
import { type News, newsOf } from './news.ts';
import { attributeNames, type Options, readOptions, reflectAttributes, upgradeProperties } from './options.ts';
import { en, sayIn, type Texts } from './texts.ts';
import { createView, type View } from './view.ts';

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
  #key = '';
  #keeper: SessionKeeper | null = null;
  #view: View | null = null;
  #root: HTMLElement | null = null;
  #name: WidgetState | null = null;
  #isSilent = false;
  #isHidden = false;
  #messages: Partial<Texts> = {};
  #locale = 'en';
  #build = 0;
  #opening: Promise<void> = Promise.resolve();

  connectedCallback(): void {
    upgradeProperties(this);
    this.#schedule();
  }

  disconnectedCallback(): void {
    this.#keeper?.stop();
    this.#view?.stop();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#schedule();
  }

  /** The headless client underneath, or null before the element is in a page. */
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
    // Frameworks set an equal object at every turn.
    const isNew = JSON.stringify(messages) !== JSON.stringify(this.#messages);
    this.#messages = messages;
    if (isNew) this.#schedule();
  }

  /**
   * Sends a code to `name`, an address or a number, in place of a sign-in under way; where somebody is signed in,
   * nothing. Failures are shown, and are events.
   */
  async start(name: string): Promise<void> {
    const controller = await this.#opened();
    controller.reset();
    await controller.submitAddress(name);
  }

  /** Gives up a sign-in under way. */
  reset(): void {
    this.#connection?.controller.reset();
  }

  /** Forgets the session, and revokes its refresh token. */
  async signOut(): Promise<void> {
    await (await this.#opened()).signOut();
  }

  /** The session with tokens that are good for a while, or null. @throws {ClientError} where they cannot be renewed now */
  async getSession(): Promise<Session | null> {
    await this.#opening;
    return this.#keeper === null ? null : this.#keeper.session();
  }

  /** Puts the keyboard where the person goes on, as soon as it can. */
  override focus(): void {
    void this.#opening.then(() => this.#view?.focus());
  }

  async #opened(): Promise<Controller> {
    await this.#opening;
    if (this.#connection) return this.#connection.controller;
    throw new TypeError('<doorcode-sign-in> is not in a page, or its attributes are wrong: see the console');
  }

  /** Several attributes change together, and an element is moved: one opening is enough. */
  #schedule(): void {
    if (!this.isConnected) return;
    const build = ++this.#build;
    this.#opening = this.#opening
      .then(() => (build === this.#build && this.isConnected ? this.#open(build) : undefined))
      .catch((error: unknown) => this.#fail(error));
  }

  async #open(build: number): Promise<void> {
    const options = readOptions(this);
    const key = connectionKey(options);
    if (this.#connection === null || this.#key !== key) {
      this.#close();
      const connection = connect(options, () => this.#locale);
      this.#connection = connection;
      this.#key = key;
      let last = connection.controller.state();
      connection.controller.subscribe((state) => {
        const before = last;
        last = state;
        if (this.#connection === connection) this.#onState(state, before);
      });
      // A page's own scripts come after this one, and want to hear of a session that is there already.
      if (connection.client.session() !== null) await listenersReady();
      if (build !== this.#build || !this.isConnected) return this.#close();
      connection.controller.open();
    }
    this.#keeper?.stop();
    this.#keeper = this.#connection.keep();
    await this.#draw(build, this.#connection.controller, options);
  }

  /** Leaves the pool. */
  #close(): void {
    if (this.state === 'signed-in') this.#emit(['signed-out', { by: 'elsewhere', revoked: false }]);
    this.#keeper?.stop();
    this.#view?.stop();
    this.#connection = null;
    this.#keeper = null;
    this.#view = null;
    this.#name = null;
  }

  #fail(error: unknown): void {
    this.#close();
    reportError(error);
    this.#emit(['error', { code: 'misconfigured' }]);
    const { doorcode, error: alert } = grow('section doorcode\n p error role=alert', this.#prefix);
    alert?.append(en['error.setup']);
    this.#place(doorcode as HTMLElement, this.getAttribute('shadow'));
  }

  /** Words the view, as soon as its texts are there. */
  async #draw(build: number, controller: Controller, options: Options): Promise<void> {
    const { identifier, channels, theme, shadow } = options;
    const wanted = this.closest<HTMLElement>('[lang]')?.lang || navigator.language;
    const { locale, isRtl, texts } = await loadTexts(wanted, this.#messages);
    if (build !== this.#build || !this.isConnected) return;
    this.#locale = locale;
    this.#view ??= createView(controller, this.#prefix);
    const { root } = this.#view;
    root.lang = locale;
    root.dir = isRtl ? 'rtl' : 'ltr';
    root.dataset.theme = theme;
    this.#place(root, shadow);
    this.#view.wear({ say: sayIn(texts, locale, isRtl, this.#messages), locale, identifier, channels });
    this.#show(controller.state());
  }

  /** Puts the view into the element's shadow or, where there is none to be, at the end of the element itself. */
  #place(root: HTMLElement, shadow: string | null): void {
    const container = this.shadowRoot ?? (shadow === 'none' ? this : this.attachShadow({ mode: 'open' }));
    adoptStyles(container);
    // A slot in the page itself would be one of the site's own.
    if (container === this) for (const slot of root.querySelectorAll('slot')) slot.remove();
    if (this.#root !== root) this.#root?.remove();
    this.#root = root;
    // To put it where it is already would take the keyboard from it.
    if (root.parentNode !== container) container.append(root);
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

reflectAttributes(DoorcodeSignInElement.prototype);
