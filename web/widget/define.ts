import type { WidgetEvents } from './events.ts';
import { DoorcodeSignInElement } from './sign-in-element.ts';

export type { WidgetEvents, WidgetState } from './events.ts';
export type { Texts } from './texts.ts';
export { DoorcodeSignInElement };

/** The events by name, as `addEventListener` knows them: they bubble, up to the window. */
export type WidgetEventMap = { [Name in keyof WidgetEvents]: CustomEvent<WidgetEvents[Name]> };

declare global {
  interface HTMLElementEventMap extends WidgetEventMap {}
  interface DocumentEventMap extends WidgetEventMap {}
  interface WindowEventMap extends WidgetEventMap {}
  interface HTMLElementTagNameMap {
    'doorcode-sign-in': DoorcodeSignInElement;
  }
}

// A page may load the module twice, under two URLs; the first one has the name.
if (customElements.get('doorcode-sign-in') === undefined)
  customElements.define('doorcode-sign-in', DoorcodeSignInElement);
