import { css } from './sign-in.css';

let sheet: CSSStyleSheet | undefined;

/** Gives the widget's styles to the tree that `node` stands in, once: a constructed sheet needs no inline style. */
export const adoptStyles = (node: Node): void => {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  const owner = node.getRootNode() as Document | ShadowRoot;
  if (!owner.adoptedStyleSheets.includes(sheet)) owner.adoptedStyleSheets.push(sheet);
};
