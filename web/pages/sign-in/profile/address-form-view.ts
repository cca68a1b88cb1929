import { element, setText } from '../../../dom.ts';
import { codeField } from '../../../sign-in/code-field.ts';
import { wordTime, wordWait } from '../../../sign-in/word-time.ts';
import { codeInputElement } from '../code-input.ts';
import { pageButton, pageForm, submitButton } from '../controls.ts';
import { markInvalid, messageLine } from '../message-line.ts';
import type { AddressForm, AddressMedium, ProfileState } from './profile-state.ts';
import { formMessage } from './profile-wording.ts';
import type { Section, SectionContext } from './section.ts';

/** The form that adds or changes one address: the address first, then its code. Built anew for each opening. */
export const addressFormView = (context: SectionContext, medium: AddressMedium): Section & { focus(): void } => {
  const { profile, texts, locale, clock, announce } = context;
  const say = texts.addresses;
  let state: ProfileState | null = null;
  let wasWaiting = false;

  const input = element('input', {
    id: 'new-address',
    type: medium === 'sms' ? 'tel' : 'text',
    inputmode: medium === 'sms' ? 'tel' : 'email',
    autocomplete: medium === 'sms' ? 'tel' : 'email',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'send',
    maxlength: '254',
    required: true,
    'aria-describedby': 'address-form-message new-address-hint',
  });
  const message = messageLine('address-form-message');
  const send = submitButton();
  const addressStep = pageForm(
    {},
    () => {
      message.clear();
      void profile.submitAddress(input.value);
    },
    element('label', { for: 'new-address' }, say.labels[medium]),
    input,
    element('p', { id: 'new-address-hint', class: 'hint' }, say.hints[medium]),
    send,
  );

  const submitCode = () => {
    message.clear();
    void profile.submitCode(field.input.value);
  };
  const codeInput = codeInputElement({ id: 'code', 'aria-describedby': 'address-form-message code-hint' });
  const field = codeField(codeInput, submitCode);
  const codeIntro = element('p', { class: 'intro' });
  const codeLabel = element('label', { for: 'code' });
  const codeHint = element('p', { id: 'code-hint', class: 'hint' });
  const confirm = submitButton();
  const codeStep = pageForm({}, submitCode, codeLabel, field.input, codeHint, confirm);

  const resend = pageButton('secondary', '', () => void profile.resend());
  const other = pageButton('link', say.other, () => profile.changeAddress());
  const again = pageButton('secondary', say.signInAgain, context.signInAgain);
  const cancel = pageButton('link', say.cancel, () => profile.closeForm());
  const root = element(
    'div',
    { class: 'address-form' },
    codeIntro,
    message.root,
    addressStep,
    codeStep,
    element('div', { class: 'actions' }, again, resend, other, cancel),
  );

  const tick = () => {
    const current = state?.form;
    if (state === null || current == null) return;
    const now = clock();
    const isWaiting = current.resendAt > now;
    setText(resend, isWaiting ? say.resendIn(wordWait(current.resendAt - now, locale)) : say.resend);
    resend.setAttribute('aria-disabled', String(isWaiting || state.pending !== null));
    if (wasWaiting && !isWaiting && current.challenge !== null) announce(say.ready);
    wasWaiting = isWaiting;
    message.show(formMessage(current, state.pending, now, texts, locale));
  };

  const update = (next: ProfileState) => {
    const before = state?.form ?? null;
    state = next;
    const current = next.form;
    if (current === null) return;
    const { challenge } = current;
    const isBusy = next.pending !== null;
    addressStep.hidden = challenge !== null;
    for (const part of [codeIntro, codeStep, resend, other]) part.hidden = challenge === null;
    again.hidden = current.error?.code !== 'sign-in-again';
    if (before?.typed !== current.typed) input.value = current.typed;
    input.readOnly = isBusy;
    setText(send, next.pending === 'send' ? say.sending : say.send);
    send.setAttribute('aria-disabled', String(isBusy));
    if (challenge !== null) {
      setText(codeIntro, say.codeIntro(challenge.address));
      setText(codeLabel, say.codeLabel(challenge.codeLength));
      setText(codeHint, say.codeHint(wordTime(challenge.receivedAt + challenge.expiresIn * 1000, locale)));
      field.setLength(challenge.codeLength);
    }
    setText(confirm, next.pending === 'confirm' ? say.confirming : say.confirm);
    confirm.setAttribute('aria-disabled', String(isBusy));
    field.input.readOnly = isBusy;
    const isRefused = current.error !== null && refusals.has(current.error.code);
    if (isRefused && before?.error !== current.error) field.empty();
    markInvalid(field.input, !isBusy && (isRefused || current.codeFault !== null));
    markInvalid(input, !isBusy && (current.addressFault !== null || aboutAddress.has(current.error?.code ?? '')));
    tick();
    if (movesFocus(before, current)) focus();
  };

  const focus = () => {
    if (!again.hidden) again.focus();
    else if (state?.form?.challenge == null) input.focus();
    else field.input.focus();
  };

  return { root, update, tick, focus };
};

/** Failures that another code mends. */
const refusals: ReadonlySet<string> = new Set(['wrong-code', 'expired-code']);

/** Failures that another address mends. */
const aboutAddress: ReadonlySet<string> = new Set(['invalid-address', 'address-not-supported', 'address-taken']);

/** Whether the keyboard has to be put anew: another step, another code, or something to mend. */
const movesFocus = (before: AddressForm | null, current: AddressForm): boolean =>
  before === null ||
  before.challenge !== current.challenge ||
  (current.error !== null && before.error !== current.error) ||
  current.addressFault !== null ||
  current.codeFault !== null;
