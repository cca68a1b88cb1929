import type { Medium } from '../../client/challenge.ts';
import { element, setText } from '../../dom.ts';
import { codeField } from '../../sign-in/code-field.ts';
import { expiresAt, waitOf } from '../../sign-in/controller.ts';
import type { CodeState } from '../../sign-in/state.ts';
import { wordTime, wordWait } from '../../sign-in/word-time.ts';
import { codeInputElement } from './code-input.ts';
import { pageButton, pageForm, submitButton } from './controls.ts';
import { markInvalid, messageLine } from './message-line.ts';
import { otherWays } from './other-ways.ts';
import type { Screen, ScreenContext } from './screen.ts';
import { codeMessage, wordPlaces, wordWhere } from './wording.ts';

/** The form that takes the code, with all that can happen to one. */
export const codeScreen = (context: ScreenContext): Screen<CodeState> => {
  const { controller, texts, locale, clock, announce } = context;
  const say = texts.code;
  let state: CodeState | null = null;
  let wasWaiting = false;

  const submitCode = () => {
    message.clear();
    void controller.submitCode(field.input.value);
    if (field.input.value === '') field.input.focus();
  };
  const input = codeInputElement({ id: 'code', 'aria-describedby': 'code-message code-hint' });
  const field = codeField(input, submitCode);
  const title = element('h1');
  const intro = element('p', { class: 'intro' });
  const places = element('p', { class: 'intro' });
  const label = element('label', { for: 'code' });
  const hint = element('p', { id: 'code-hint', class: 'hint' });
  const message = messageLine('code-message');
  const submit = submitButton();
  const form = pageForm({}, submitCode, label, field.input, hint, submit);
  const resend = pageButton('secondary', '', () => void controller.resend());
  const restart = pageButton('primary', say.restart, () => void controller.restart());
  const change = pageButton('link', say.change, () => controller.reset({ address: state?.address ?? '' }));
  const signUp = pageButton('link', say.noAccountAction, () => void controller.restart('sign-up'));
  const noAccount = element('p', { class: 'aside' }, say.noAccount, ' ', signUp);
  const whereList = element('ul');
  const where = element('details', { class: 'where' }, element('summary', {}, say.whereTitle), whereList, noAccount);
  const ways = otherWays(texts, (medium) => void controller.resend(medium));
  const actions = element('div', { class: 'actions' }, restart, resend, change);
  const root = element(
    'section',
    { class: 'screen' },
    title,
    intro,
    places,
    message.root,
    form,
    actions,
    ways.root,
    where,
  );

  /** What changes with the clock alone. Only the end of the wait is read out, not its seconds. */
  const tick = () => {
    if (state === null) return;
    const now = clock();
    const current = state;
    const wait = waitOf(current) - now;
    const isWaiting = wait > 0;
    const isResending = state.pending === 'resend';
    setText(resend, isResending ? say.resending : isWaiting ? say.resendIn(wordWait(wait, locale)) : say.resend);
    const isBusy = state.pending !== null;
    resend.setAttribute('aria-disabled', String(isWaiting || isBusy));
    const waitFor = (medium: Medium) => {
      const left = waitOf(current, medium) - now;
      return left > 0 ? wordWait(left, locale) : null;
    };
    ways.update(state.challenge.channels, waitFor, isBusy);
    if (wasWaiting && !isWaiting && !state.isEnded) announce(say.ready);
    wasWaiting = isWaiting;
    message.show(codeMessage(state, texts, locale, now));
  };
  const timer = setInterval(() => (root.isConnected || state === null ? tick() : clearInterval(timer)), 1000);

  const update = (next: CodeState) => {
    const isNewRound = state !== null && next.challenge !== state.challenge;
    state = next;
    const { challenge, mode, address, isEnded, pending } = next;
    const isLimited = challenge.step === 'limited';
    setText(intro, mode === 'sign-up' ? say.introSignUp(address) : say.introSignIn(address));
    setText(title, isEnded ? say.titleEnded : isLimited ? say.titleLimited : say.title);
    setText(label, say.label(challenge.codeLength));
    setText(hint, challenge.expiresIn > 0 ? say.hint(wordTime(expiresAt(challenge), locale)) : '');
    setText(submit, pending === 'answer' ? say.checking : say.submit);
    submit.setAttribute('aria-disabled', String(pending !== null));
    field.setLength(challenge.codeLength);
    field.input.readOnly = pending !== null;
    form.hidden = isEnded || isLimited;
    intro.hidden = form.hidden;
    setText(places, wordPlaces(challenge, texts, locale));
    places.hidden = form.hidden || places.textContent === '';
    whereList.replaceChildren(...wordWhere(challenge, texts).map((line) => element('li', {}, line)));
    ways.root.hidden = isEnded || challenge.channels.length < 2;
    where.hidden = form.hidden;
    resend.hidden = isEnded;
    restart.hidden = !isEnded;
    noAccount.hidden = mode === 'sign-up';
    if (isNewRound) field.empty();
    tick();
    const refused = next.fault !== null || ['wrong', 'expired', 'spent'].includes(challenge.reason);
    markInvalid(field.input, refused && pending === null && next.error === null);
    if (isNewRound || next.fault !== null || next.error !== null) focus();
  };

  const focus = () => {
    if (state?.isEnded) restart.focus();
    else if (form.hidden) resend.focus();
    else field.input.focus();
  };

  return { root, update, focus };
};
