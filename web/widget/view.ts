import { type Attributes, element, setText } from '../dom.ts';
import { codeField } from '../sign-in/code-field.ts';
import type { Controller } from '../sign-in/controller.ts';
import type { State } from '../sign-in/state.ts';
import { type Action, type Face, faceOf, type Wording } from './face.ts';
import type { TextKey } from './texts.ts';
import { textMessages } from './web-otp.ts';

/** What stands in the two fields. */
export type Typed = { readonly address: string; readonly code: string };

/** The whole widget. */
export type View = {
  readonly root: HTMLElement;
  typed(): Typed;
  hasFocus(): boolean;
  /** Shows a state; `isSilent` keeps the error of it to the page. */
  update(state: State, isSilent: boolean): void;
  focus(): void;
  /** Stops its clock. */
  stop(): void;
};

/** An element that a page can style from outside: its class is its part as well. */
export const part = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] => element(tag, { class: name, part: name, ...attributes }, ...children);

/**
 * Builds the view. Every part is there from the start, so that live regions are heard; the styles hide the empty ones.
 * @param prefix begins every id: several widgets may be on a page
 * @param hasSlots false where the view stands in the page itself, beside what a page would put into its slots
 * @param typed what stood in the view before
 */
export const createView = (
  controller: Controller,
  wording: Wording,
  prefix: string,
  hasSlots: boolean,
  attributes: Attributes,
  typed: Typed = { address: controller.state().address, code: '' },
): View => {
  const { say, identifier } = wording;
  let state = controller.state();
  let face: Face = {};
  let isQuiet = false;
  let wasUsed = false;
  let pendingSince = 0;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let told = '';

  const used = () => {
    wasUsed = true;
  };
  const button = (kind: string, click: () => unknown) => part('button', kind, { type: 'button', on: { click } });
  const line = (name: string, own: Attributes = {}) => part('p', name, own);
  const buttons: Readonly<Record<Action, HTMLElement>> = {
    submit: part('button', 'primary'),
    restart: button('primary', () => controller.restart()),
    resend: button('secondary', () => controller.resend()),
    email: button('secondary', () => controller.resend('email')),
    sms: button('secondary', () => controller.resend('sms')),
    push: button('secondary', () => controller.resend('push')),
    change: button('link', () => controller.reset({ address: state.address })),
    signOut: button('secondary', () => controller.signOut()),
  };
  const parts = {
    ...buttons,
    title: part('h2', 'title', { tabindex: '-1' }),
    intro: line('muted', { id: `${prefix}intro` }),
    label: part('label', 'label'),
    hint: line('muted', { id: `${prefix}hint` }),
    ways: line('muted', { id: `${prefix}ways` }),
    error: line('error', { id: `${prefix}message`, role: 'alert' }),
    status: line('status', { role: 'status' }),
  };
  // Heard by screen readers, not seen.
  const heard = element('p', { class: 'heard', role: 'status' });

  /** Words that come back at once are not read out again: they come a moment after the last ones have gone. */
  const tell = (text: string) => {
    if (text === told) return;
    told = text;
    clearTimeout(telling);
    if (text) telling = setTimeout(setText, 100, parts.error, text);
    else setText(parts.error, '');
  };

  const send = () => {
    tell('');
    void (face.field === 'code' ? controller.submitCode(code.input.value) : controller.submitAddress(address.value));
  };
  const common = { required: true, spellcheck: 'false', autocapitalize: 'none' };
  const describedBy = (...names: string[]) => names.map((name) => prefix + name).join(' ');
  const isPhone = identifier === 'phone';
  const address = part('input', 'field', {
    ...common,
    id: `${prefix}address`,
    'aria-describedby': describedBy('message', 'hint'),
    name: 'username',
    type: isPhone ? 'tel' : 'text',
    inputmode: isPhone ? 'tel' : 'email',
    autocomplete: 'username',
    enterkeyhint: 'send',
    dir: 'ltr',
    maxlength: '254',
  });
  address.value = typed.address;
  const code = codeField(send, {
    ...common,
    id: `${prefix}code`,
    part: 'field code',
    // The keyboard goes past the introduction.
    'aria-describedby': describedBy('message', 'intro', 'hint'),
  });
  code.input.value = typed.code;
  const form = part(
    'form',
    'form',
    {
      novalidate: true,
      on: {
        submit(event) {
          event.preventDefault();
          send();
        },
      },
    },
    parts.label,
    address,
    code.input,
    parts.hint,
    buttons.submit,
  );
  const slots = (...names: string[]) => (hasSlots ? names.map((name) => part('slot', name, { name })) : []);
  const row = (...children: Node[]) => element('div', { class: 'row' }, ...children);
  const groups = [
    row(buttons.restart, buttons.resend, buttons.change, buttons.signOut),
    part(
      'div',
      'stack',
      { role: 'group', 'aria-labelledby': `${prefix}ways` },
      parts.ways,
      row(buttons.email, buttons.sms, buttons.push),
    ),
  ];
  const root = part(
    'section',
    'doorcode',
    { ...attributes, 'aria-label': say('title'), on: { pointerdown: used, keydown: used } },
    ...slots('logo', 'header'),
    parts.error,
    parts.status,
    heard,
    parts.title,
    parts.intro,
    form,
    ...groups,
    ...slots('legal', 'footer'),
  );

  const listen = textMessages((text) => {
    code.input.value = text;
    send();
  });

  const field = () => (face.field === 'code' ? code.input : address);

  const draw = () => {
    const wasWaiting = face.isWaiting;
    face = faceOf(state, wording, Date.now());
    const { field: asked, idle = [] } = face;
    for (const [name, node] of Object.entries(parts)) {
      if (name !== 'error') setText(node, face[name as keyof typeof parts] ?? '');
    }
    tell((!isQuiet && face.error) || '');
    for (const [name, node] of Object.entries(buttons)) {
      node.setAttribute('aria-disabled', String(idle.includes(name as Action)));
    }
    form.hidden = !asked;
    for (const group of groups) group.hidden = !group.textContent;
    address.hidden = asked === 'code';
    code.input.hidden = !address.hidden;
    const input = field();
    parts.label.htmlFor = input.id;
    input.readOnly = idle.includes('submit');
    input.setAttribute('aria-invalid', String(face.isInvalid ?? false));
    listen(asked === 'code' && !input.readOnly);
    if (wasWaiting !== face.isWaiting) setText(heard, wasWaiting && face.resend ? say('ready') : '');
  };
  const timer = setInterval(() => {
    draw();
    // A short wait is over before it could be told of.
    if (state.pending && Date.now() - pendingSince >= 1000) setText(heard, say(progress[state.pending]));
  }, 1000);

  const isInside = () => root.contains((root.getRootNode() as Document | ShadowRoot).activeElement ?? null);

  const focus = () => (face.field ? field() : face.restart ? buttons.restart : parts.title).focus();
  return {
    root,
    focus,
    typed: () => ({ address: address.value, code: code.input.value }),
    hasFocus: isInside,
    update(next, isSilent) {
      const before = state;
      const wasInside = isInside();
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
      if (next.pending || controller.state() !== next) return;
      // Nobody's keyboard is taken from elsewhere on the page, nor for what the person has not done.
      const isNews = before.pending || next.screen !== before.screen || next.fault || next.error;
      if (wasInside ? isNews : wasUsed && before.pending && (activeElement ?? body) === body) focus();
    },
    stop() {
      clearInterval(timer);
      clearTimeout(telling);
      listen(false);
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
