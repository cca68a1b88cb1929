import { type Attributes, element } from '../../dom.ts';

/** A form that the page itself answers: `submit` runs in the place of sending it, and the page words what is wrong with it. */
export const pageForm = (attributes: Attributes, submit: () => void, ...children: readonly Node[]): HTMLFormElement => {
  const on = {
    submit(event: SubmitEvent) {
      event.preventDefault();
      submit();
    },
  };
  return element('form', { novalidate: true, ...attributes, on }, ...children);
};

/** A button that sends no form. An empty text is written later, with the state. */
export const pageButton = (className: string, text: string, click: () => void): HTMLButtonElement =>
  element('button', { type: 'button', class: className, on: { click } }, text);

/** The button that sends the form it stands in. Its text is written with the state. */
export const submitButton = (): HTMLButtonElement => element('button', { type: 'submit', class: 'primary' });
