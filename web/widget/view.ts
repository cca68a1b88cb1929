import { setText } from '../dom.ts';
import { codeField } from '../sign-in/code-field.ts';
import type { Controller } from '../sign-in/controller.ts';
import type { State } from '../sign-in/state.ts';
import { type Action, type Face, faceOf, type Wording } from './face.ts';
import { grow, widgetMarkup } from './markup.ts';
import type { TextKey } from './texts.ts';
import { textMessages } from './web-otp.ts';

/** The whole widget. */
export type View = {
  readonly root: HTMLElement;
  /** Says everything in other words from now on, and keeps its clock going until `stop`. */
  wear(wording: Wording): void;
  /** Shows a state; `isSilent` keeps the error of it to the page. */
  update(state: State, isSilent: boolean): void;
  focus(): void;
  /** Stops its clock. */
  stop(): void;
};

type Parts = Readonly<Record<'address' | 'code', HTMLInputElement>> & { readonly label: HTMLLabelElement } & Readonly<
    Record<'doorcode' | 'error' | 'heard' | 'title' | 'form' | 'row' | 'stack' | Action, HTMLElement>
  >;

/**
 * Builds the view, which shows something once it has words to wear.
 * @param prefix begins every id: several widgets may be on a page
 */
export const createView = (controller: Controller, prefix: string): View => {
  const grown = grow(widgetMarkup, prefix);
  const parts = grown as Parts;
  const { doorcode: root, address, error, heard, form } = parts;
  let wording: Wording;
  let state = controller.state();
  let face: Face = {};
  let isQuiet = false;
  let wasUsed = false;
  let pendingSince = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let told = '';

  /** Words that come back at once are not read out again: they come a moment after the last ones have gone. */
  const tell = (text = '') => {
    if (text === told) return;
    told = text;
    clearTimeout(telling);
    if (text) telling = setTimeout(setText, 100, error, text);
    else setText(error, '');
  };

  const send = () => {
    tell();
    void (face.field === 'code' ? controller.submitCode(code.input.value) : controller.submitAddress(address.value));
  };
  const code = codeField(parts.code, send);
  const listen = textMessages((text) => {
    code.input.value = text;
    send();
  });
  address.value = state.address;
  // Listeners, and not the elements' own handlers: a site may set these on every form and button of its page.
  const on = (target: HTMLElement, type: string, act: (event: Event) => void) => target.addEventListener(type, act);
  on(form, 'submit', (event) => {
    event.preventDefault();
    send();
  });
  on(parts.restart, 'click', () => controller.restart());
  on(parts.resend, 'click', () => controller.resend());
  on(parts.change, 'click', () => controller.reset({ address: state.address }));
  on(parts.signOut, 'click', () => controller.signOut());
  for (const medium of ['email', 'sms', 'push'] as const) on(parts[medium], 'click', () => controller.resend(medium));
  const used = () => {
    wasUsed = true;
  };
  on(root, 'pointerdown', used);
  on(root, 'keydown', used);

  const draw = () => {
    const wasWaiting = face.isWaiting;
    face = faceOf(state, wording, Date.now());
    const { field, idle = [] } = face;
    for (const [key, part] of Object.entries(grown)) {
      const isButton = part.tagName === 'BUTTON';
      if (isButton) part.setAttribute('aria-disabled', String(idle.includes(key as Action)));
      if (isButton || (/^[HLP]/.test(part.tagName) && part !== error && part !== heard))
        setText(part, face[key as Action] ?? '');
    }
    tell(isQuiet ? '' : face.error);
    for (const group of [form, parts.row, parts.stack]) group.hidden = !group.textContent;
    address.hidden = field === 'code';
    code.input.hidden = !address.hidden;
    const input = address.hidden ? code.input : address;
    parts.label.htmlFor = input.id;
    input.readOnly = idle.includes('submit');
    input.setAttribute('aria-invalid', String(face.isInvalid ?? false));
    listen(address.hidden && !input.readOnly);
    if (wasWaiting !== face.isWaiting) setText(heard, wasWaiting && face.resend ? wording.say('ready') : '');
  };
  const stop = () => {
    clearInterval(timer);
    clearTimeout(telling);
    told = error.textContent ?? '';
    listen(false);
  };
  const focus = () =>
    (face.field ? (address.hidden ? code.input : address) : face.restart ? parts.restart : parts.title).focus();

  return {
    root,
    focus,
    stop,
    wear(words) {
      wording = words;
      const { say, identifier } = words;
      const isPhone = identifier === 'phone';
      address.type = isPhone ? 'tel' : 'text';
      address.inputMode = isPhone ? 'tel' : 'email';
      root.setAttribute('aria-label', say('title'));
      stop();
      const { activeElement } = root.getRootNode() as Document | ShadowRoot;
      draw();
      // What it stood on may be gone, with a channel that is no longer offered.
      if (activeElement && root.contains(activeElement) && !activeElement.getClientRects().length) focus();
      timer = setInterval(() => {
        draw();
        // A short wait is over before it could be told of.
        if (state.pending && Date.now() - pendingSince >= 1000) setText(heard, say(progress[state.pending]));
      }, 1000);
    },
    update(next, isSilent) {
      const before = state;
      const wasInside = root.contains((root.getRootNode() as Document | ShadowRoot).activeElement);
      const { activeElement, body } = document;
      state = next;
      isQuiet = isSilent;
      if (next.address !== before.address) address.value = next.address;
      if (next.screen === 'code') {
        code.setLength(next.challenge.codeLength);
        if (before.screen !== 'code' || before.challenge !== next.challenge) code.empty();
      }
      if (next.pending && !before.pending) pendingSince = Date.now();
      if (before.pending && !next.pending) setText(heard, '');
      draw();
      if (next === before || next.pending || controller.state() !== next) return;
      // Nobody's keyboard is taken from elsewhere on the page, nor for what the person has not done.
      const isNews = before.pending || next.screen !== before.screen || next.fault || next.error;
      if (wasInside ? isNews : wasUsed && before.pending && (activeElement ?? body) === body) focus();
    },
  };
};

/** What is read out while an answer takes its time. */
const progress = {
  start: 'sending',
  resend: 'sending',
  answer: 'checking',
  refresh: 'checking',
  'sign-out': 'signingOut',
} as const satisfies Record<NonNullable<State['pending']>, TextKey>;
