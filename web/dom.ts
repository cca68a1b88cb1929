type Listeners = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

/** Attributes of an element: `true` sets an empty one, `false` leaves it out, `on` takes listeners. */
export type Attributes = { readonly [name: string]: string | boolean | Listeners | undefined; readonly on?: Listeners };

/** Makes an element. Children are nodes or text: markup in a string stays text, whoever wrote it. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { on = {}, ...attributes }: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(name, value);
    else if (value === true) made.setAttribute(name, '');
  }
  for (const [type, listener] of Object.entries(on)) made.addEventListener(type, listener as EventListener);
  made.append(...children);
  return made;
};

/** Writes `text` only where it differs, so that a live region is not read out again without a reason. */
export const setText = (target: Element, text: string): void => {
  if (target.textContent !== text) target.textContent = text;
};

/** The element with that id. @throws {Error} naming the id where the page has none */
export const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element with id ${JSON.stringify(id)}`);
  return found;
};
