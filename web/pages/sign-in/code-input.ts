import { type Attributes, element } from '../../dom.ts';
import { codeInput } from '../../sign-in/code-field.ts';

/** The input for a code, with `attributes` beside its own. */
export const codeInputElement = (attributes: Attributes): HTMLInputElement => {
  const own = codeInput.split(' ').map((attribute) => {
    const [name = '', value = ''] = attribute.split('=');
    return [name, value];
  });
  return element('input', { class: 'code', ...Object.fromEntries(own), ...attributes });
};
