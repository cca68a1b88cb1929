import type { Challenge, Medium } from '../client/challenge.ts';
import { element, setText } from '../dom.ts';
import { codeField } from '../sign-in/code-field.ts';
import { expiresAt, waitOf } from '../sign-in/controller.ts';
import type { CodeState } from '../sign-in/state.ts';
import { wordTime, wordWait } from '../sign-in/word-time.ts';
import { part, type ScreenView, type ViewContext } from './screen.ts';
import { awaitTextMessage } from './web-otp.ts';

/** Asks for the code, with all that can happen to one. */
export const codeView = (context: ViewContext): ScreenView<CodeState> => {
  const { controller, say, locale, prefix, offers, quiet, announce } = context;
  const id = `${prefix}code`;
  let round: Challenge | null = null;
  let wasWaiting = false;
  let isForm = true;
  let webOtp: AbortController | null = null;

  const submitCode = () => {
    quiet();
    void controller.submitCode(field.input.value);
  };
  const field = codeField(submitCode, {
    id,
    part: 'field code',
    'aria-describedby': `${prefix}message ${id}-hint`,
  });
  const button = (name: string, click: () => void) => part('button', name, { type: 'button', on: { click } });
  const title = part('h2', 'title', { tabindex: '-1' });
  const intro = part('p', 'muted');
  const label = part('label', 'label', { for: id });
  const hint = part('p', 'muted', { id: `${id}-hint` });
  const submit = part('button', 'primary', { type: 'submit' });
  const form = part(
    'form',
    'form',
    {
      novalidate: true,
      on: {
        submit(event) {
          event.preventDefault();
          submitCode();
        },
      },
    },
    label,
    field.input,
    hint,
    submit,
  );
  const restart = button('primary', () => void controller.restart());
  const resend = button('secondary', () => void controller.resend());
  const change = button('link', () => controller.changeAddress());
  const byChannel = (['email', 'sms', 'push'] as const).map(
    (medium) => [medium, button('secondary', () => void controller.resend(medium))] as const,
  );
  setText(restart, say('restart'));
  setText(change, say('change'));
  const ways = part(
    'div',
    'stack',
    { role: 'group', 'aria-labelledby': `${id}-ways` },
    part('p', 'muted', { id: `${id}-ways` }, say('ways')),
    element('div', { class: 'row' }, ...byChannel.map(([, one]) => one)),
  );

  const introOf = ({ mode, address, challenge: { channel, channels } }: CodeState) => {
    const first = say(mode === 'sign-up' ? 'onItsWay' : 'ifAccount', { name: address });
    const places = channels.filter(offers).map((medium) => say(`in.${medium}`));
    if (channel !== 'auto' || places.length === 0) return first;
    const list = new Intl.ListFormat(locale, { type: 'disjunction' }).format(places);
    return `${first} ${say('look', { places: list })}`;
  };

  /** A button with the wait that is left before it does something. */
  const drawWait = (
    one: HTMLElement,
    wait: number,
    isBusy: boolean,
    text: string,
    textIn: (wait: string) => string,
  ) => {
    setText(one, wait > 0 ? textIn(wordWait(wait, locale)) : text);
    one.setAttribute('aria-disabled', String(isBusy || wait > 0));
  };

  /** Waits for a text message while there is a form that takes its code. */
  const listen = (isWanted: boolean) => {
    if (isWanted === (webOtp !== null)) return;
    webOtp?.abort();
    webOtp = isWanted ? new AbortController() : null;
    if (webOtp === null) return;
    void awaitTextMessage(webOtp.signal, (code) => {
      field.input.value = code;
      submitCode();
    });
  };

  return {
    root: element(
      'div',
      { class: 'stack' },
      title,
      intro,
      form,
      element('div', { class: 'row' }, restart, resend, change),
      ways,
    ),
    target: () => (isForm ? field.input : restart.hidden ? title : restart),
    update(state, now) {
      const { challenge, isEnded, pending, fault, error } = state;
      const isLimited = challenge.step === 'limited';
      const isBusy = pending !== null;
      const isNewRound = round !== challenge;
      round = challenge;
      isForm = !isEnded && !isLimited;
      form.hidden = !isForm;
      intro.hidden = !isForm;
      resend.hidden = isEnded;
      restart.hidden = !isEnded;
      setText(title, say(isEnded ? 'endedTitle' : isLimited ? 'limitedTitle' : 'codeTitle'));
      setText(intro, introOf(state));
      setText(label, say('code', { count: challenge.codeLength }));
      setText(hint, challenge.expiresIn > 0 ? say('codeHint', { time: wordTime(expiresAt(challenge), locale) }) : '');
      setText(submit, say(pending === 'answer' ? 'checking' : 'submit'));
      submit.setAttribute('aria-disabled', String(isBusy));
      field.setLength(challenge.codeLength);
      if (isNewRound) field.empty();
      field.input.readOnly = isBusy;
      const isRefused = fault !== null || ['wrong', 'expired', 'spent'].includes(challenge.reason);
      if (isRefused && !isBusy && error === null) field.input.setAttribute('aria-invalid', 'true');
      else field.input.removeAttribute('aria-invalid');

      const wait = waitOf(state) - now;
      const again = say(pending === 'resend' ? 'sending' : 'resend');
      drawWait(resend, wait, isBusy, again, (left) => say('resendIn', { wait: left }));
      const shown = challenge.channels.filter(offers);
      ways.hidden = isEnded || shown.length < 2;
      for (const [medium, one] of byChannel) {
        one.hidden = !shown.includes(medium);
        const channel = say(`by.${medium}`);
        const left = waitOf(state, medium as Medium) - now;
        drawWait(one, left, isBusy, channel, (time) => say('byIn', { channel, wait: time }));
      }
      if (wasWaiting && wait <= 0 && !isEnded) announce(say('ready'));
      if (wait > 0) announce('');
      wasWaiting = wait > 0;
      listen(isForm && !isBusy);
    },
    leave: () => listen(false),
  };
};
