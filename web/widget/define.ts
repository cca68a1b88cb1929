import { DoorcodeSignInElement } from './sign-in-element.ts';

export type { WidgetEvents, WidgetState } from './events.ts';
export type { Texts } from './texts.ts';
export { DoorcodeSignInElement };

declare global {
  interface HTMLElementTagNameMap {
    'doorcode-sign-in': DoorcodeSignInElement;
  }
}

// A page may load the module twice, under two URLs; the first one has the name.
if (customElements.get('doorcode-sign-in') === undefined)
  customElements.define('doorcode-sign-in', DoorcodeSignInElement);
