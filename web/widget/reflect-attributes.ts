const propertyOf = (attribute: string): string => attribute.replace(/-./g, (part) => part.charAt(1).toUpperCase());

/** Makes attributes properties too, which frameworks set. `lang`, `hidden` and their like are HTML's own and stay. */
export const reflectAttributes = (prototype: HTMLElement, names: readonly string[]): void => {
  for (const name of names) {
    const property = propertyOf(name);
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

/** Sets anew what a page has set before the element was defined: it would stand before the accessors for good. */
export const upgradeProperties = (element: HTMLElement, attributes: readonly string[]): void => {
  const own = element as unknown as Record<string, unknown>;
  for (const property of [...attributes.map(propertyOf), 'messages']) {
    if (!Object.hasOwn(own, property)) continue;
    const value = own[property];
    delete own[property];
    own[property] = value;
  }
};
