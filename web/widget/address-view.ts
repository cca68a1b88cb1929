import { element, setText } from '../dom.ts';
import type { AddressState } from '../sign-in/state.ts';
import { part, type ScreenView, type ViewContext } from './screen.ts';

/** Asks for the address. */
export const addressView = (context: ViewContext): ScreenView<AddressState> => {
  const { controller, say, prefix, identifier, quiet } = context;
  const isPhone = identifier === 'phone';
  const id = `${prefix}address`;
  const input = part('input', 'field', {
    id,
    name: 'username',
    type: isPhone ? 'tel' : 'text',
    inputmode: isPhone ? 'tel' : 'email',
    autocomplete: 'username',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'send',
    maxlength: '254',
    required: true,
    'aria-describedby': `${prefix}message ${id}-hint`,
  });
  const submit = part('button', 'primary', { type: 'submit' });
  const hint = part('p', 'muted', { id: `${id}-hint`, hidden: identifier === 'email' }, say('hint'));
  const form = part(
    'form',
    'form',
    {
      novalidate: true,
      on: {
        submit(event) {
          event.preventDefault();
          quiet();
          void controller.submitAddress(input.value);
        },
      },
    },
    part('label', 'label', { for: id }, say(identifier)),
    input,
    hint,
    submit,
  );
  let last = '';
  return {
    root: element(
      'div',
      { class: 'stack' },
      part('h2', 'title', {}, say('title')),
      part('p', 'muted', {}, say('intro')),
      form,
    ),
    target: () => input,
    update({ address, pending, error }) {
      if (address !== last && address !== '') input.value = address;
      last = address;
      input.readOnly = pending !== null;
      setText(submit, say(pending === null ? 'send' : 'sending'));
      submit.setAttribute('aria-disabled', String(pending !== null));
      input.toggleAttribute('aria-invalid', false);
      if (error === 'empty' || error === 'no-country-code' || error?.includes('address')) {
        input.setAttribute('aria-invalid', 'true');
      }
    },
  };
};
