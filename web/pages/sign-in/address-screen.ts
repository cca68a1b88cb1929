import { element, setText } from '../../dom.ts';
import type { AddressState } from '../../sign-in/state.ts';
import { pageButton, pageForm, submitButton } from './controls.ts';
import { markInvalid, messageLine } from './message-line.ts';
import type { Screen, ScreenContext } from './screen.ts';
import type { Message } from './wording.ts';

/** The form that takes the address, for people who sign in and for new ones. */
export const addressScreen = ({ controller, texts }: ScreenContext): Screen<AddressState> => {
  const say = texts.address;
  const title = element('h1', {});
  const intro = element('p', { class: 'intro' });
  const input = element('input', {
    id: 'address',
    name: 'username',
    type: 'text',
    inputmode: 'email',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    enterkeyhint: 'send',
    maxlength: '254',
    required: true,
    'aria-describedby': 'address-message address-hint',
  });
  const message = messageLine('address-message');
  const submit = submitButton();
  const form = pageForm(
    {},
    () => {
      message.clear();
      void controller.submitAddress(input.value);
    },
    element('label', { for: 'address' }, say.label),
    input,
    element('p', { id: 'address-hint', class: 'hint' }, say.hint),
    message.root,
    submit,
  );
  const question = element('span', {});
  const toggle = pageButton('link', '', () => switchMode());
  const root = element(
    'section',
    { class: 'screen' },
    title,
    intro,
    form,
    element('p', { class: 'aside' }, question, ' ', toggle),
  );

  const switchMode = () => {
    const typed = input.value;
    const state = controller.state();
    if (state.screen !== 'address' || state.pending !== null) return;
    controller.reset({ mode: state.mode === 'sign-in' ? 'sign-up' : 'sign-in' });
    input.value = typed;
    input.focus();
  };

  const notices = {
    'signed-out': say.signedOut,
    'signed-out-here': say.signedOutHere,
    'sign-in-again': say.signInAgain,
  } as const;

  const messageOf = ({ error, fault, notice }: AddressState): Message | null => {
    if (fault === 'empty') return { tone: 'error', text: say.empty };
    if (fault !== null) return { tone: 'error', text: say.noCountryCode };
    if (error !== null) return { tone: 'error', text: texts.errors[error] };
    return notice === null ? null : { tone: 'info', text: notices[notice] };
  };

  return {
    root,
    focus: () => input.focus(),
    update(state) {
      const isSignUp = state.mode === 'sign-up';
      setText(title, isSignUp ? say.titleSignUp : say.titleSignIn);
      setText(intro, isSignUp ? say.introSignUp : say.introSignIn);
      setText(submit, state.pending ? say.sending : isSignUp ? say.submitSignUp : say.submitSignIn);
      setText(question, isSignUp ? say.toSignIn : say.toSignUp);
      setText(toggle, isSignUp ? say.toSignInAction : say.toSignUpAction);
      input.autocomplete = isSignUp ? 'email' : 'username';
      if (state.address !== '' || state.fault === 'empty') input.value = state.address;
      input.readOnly = state.pending !== null;
      submit.setAttribute('aria-disabled', String(state.pending !== null));
      message.show(messageOf(state));
      const { error, fault } = state;
      markInvalid(input, fault !== null || error === 'invalid-address' || error === 'address-not-supported');
      if (error !== null || fault !== null) input.focus();
    },
  };
};
