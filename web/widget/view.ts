import { type Attributes, element, setText } from '../dom.ts';
import type { State } from '../sign-in/state.ts';
import { addressView } from './address-view.ts';
import { codeView } from './code-view.ts';
import { type Message, messageOf } from './messages.ts';
import { part, type ScreenView, type ViewContext } from './screen.ts';
import { sessionView } from './session-view.ts';

/** The whole widget. */
export type View = {
  readonly root: HTMLElement;
  /** Shows a state; `isSilent` keeps the error of it to the page. */
  update(state: State, isSilent: boolean): void;
  focus(): void;
  /** Stops its clock. */
  stop(): void;
};

/** Builds the view. Every part is there from the start, so that live regions are heard; only what applies is shown. */
export const createView = (
  context: Omit<ViewContext, 'quiet' | 'announce'>,
  slot: (name: string) => Node,
  attributes: Attributes,
): View => {
  const { say, locale, clock, prefix, controller } = context;
  const alert = part('p', 'error', { role: 'alert', id: `${prefix}message` });
  const status = part('p', 'status', { role: 'status' });
  const heard = element('p', { class: 'heard', role: 'status' });
  let wasUsed = false;
  let shown: ScreenView | null = null;
  let state: State | null = null;
  let isQuiet = false;

  const tell = (message: Message | null) => {
    setText(alert, message?.isError ? message.text : '');
    setText(status, message?.isError === false ? message.text : '');
  };
  const shared: ViewContext = { ...context, quiet: () => tell(null), announce: (text) => setText(heard, text) };
  const screens = {
    address: addressView(shared) as ScreenView,
    code: codeView(shared) as ScreenView,
    account: sessionView(shared) as ScreenView,
  };
  const used = () => {
    wasUsed = true;
  };
  const root = part(
    'section',
    'doorcode',
    { ...attributes, 'aria-label': say('title'), on: { pointerdown: used, keydown: used } },
    slot('logo'),
    slot('header'),
    alert,
    status,
    heard,
    ...Object.values(screens).map((screen) => screen.root),
    slot('legal'),
    slot('footer'),
  );

  const draw = () => {
    if (state === null) return;
    const now = clock();
    shown?.update(state, now);
    tell(isQuiet ? null : messageOf(state, say, locale, now));
  };
  const timer = setInterval(draw, 1000);

  return {
    root,
    update(next, isSilent) {
      const before = shown;
      state = next;
      isQuiet = isSilent;
      shown = screens[next.screen];
      for (const screen of Object.values(screens)) {
        screen.root.hidden = screen !== shown;
        if (screen !== shown) screen.leave?.();
      }
      draw();
      const isSettled = next.pending === null && controller.state() === next;
      if (wasUsed && before !== null && isSettled) shown.target().focus();
    },
    focus: () => shown?.target().focus(),
    stop() {
      clearInterval(timer);
      shown?.leave?.();
    },
  };
};
