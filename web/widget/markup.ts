import { codeInput } from '../sign-in/code-field.ts';

/**
 * What the widget is made of. A line is an element: its tag, its key, its attributes; it stands within the last line that
 * is indented less. In a value a comma is a space, and `#` what every id of this widget begins with. Everything is there
 * from the start, so that live regions are heard; what has no words takes no room.
 */
export const widgetMarkup = `section doorcode
 slot logo name=logo
 slot header name=header
 p error role=alert
 p status role=status
 p heard role=status
 h2 title tabindex=-1
 p intro class=muted
 form form novalidate
  label label
  input address class=field name=username autocomplete=username autocapitalize=none spellcheck=false enterkeyhint=send dir=ltr maxlength=254 required aria-describedby=#error,#hint
  input code class=field,code ${codeInput} aria-describedby=#error,#intro,#hint
  p hint class=muted
  button submit class=primary
 div row
  button restart class=primary type=button
  button resend class=secondary type=button
  button change class=link type=button
  button signOut class=secondary type=button
 div stack role=group aria-labelledby=#ways
  p ways class=muted
  div media class=row
   button email class=secondary type=button
   button sms class=secondary type=button
   button push class=secondary type=button
 slot legal name=legal
 slot footer name=footer`;

/** The elements of a markup by their keys. */
export type Grown = { readonly [key: string]: HTMLElement };

/**
 * Makes elements of markup in that notation. Each has its key as its id and, where the markup gives none, as its class;
 * its classes are its parts too, which a page can style from outside.
 * @param prefix begins every id: several widgets may be on a page
 */
export const grow = (markup: string, prefix: string): Grown => {
  const grown: Record<string, HTMLElement> = {};
  const path: HTMLElement[] = [];
  for (const line of markup.split('\n')) {
    const depth = line.search(/\S/);
    const [tag = '', key = '', ...attributes] = line.trim().split(' ');
    const made = document.createElement(tag);
    for (const attribute of [`id=#${key}`, `class=${key}`, ...attributes]) {
      const [name = '', value = ''] = attribute.split('=');
      made.setAttribute(name, value.replaceAll(',', ' ').replaceAll('#', prefix));
    }
    made.setAttribute('part', made.className);
    path[depth - 1]?.append(made);
    path[depth] = made;
    grown[key] = made;
  }
  return grown;
};
