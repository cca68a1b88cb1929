/** Makes attributes properties too, which frameworks set. `lang`, `hidden` and their like are HTML's own and stay. */
export const reflectAttributes = (prototype: HTMLElement, names: readonly string[]): void => {
  for (const name of names) {
    const property = name.replace(/-./g, (part) => part.charAt(1).toUpperCase());
    if (property in prototype) continue;
    Object.defineProperty(prototype, property, {
      get(this: Element) {
        return this.getAttribute(name);
      },
      set(this: Element, value: unknown) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, String(value));
      },
    });
  }
};
