import { css } from './sign-in.css';

const sheets = new WeakMap<Document, CSSStyleSheet>();

/**
 * Gives the widget's styles to the tree that `node` stands in, once: a constructed sheet needs no inline style. Each
 * document has a sheet of its own, made by its own window, since it takes no other; one without a window shows nothing.
 */
export const adoptStyles = (node: Node): void => {
  const { ownerDocument } = node;
  if (!ownerDocument?.defaultView) return;
  let sheet = sheets.get(ownerDocument);
  if (!sheet) {
    sheet = new ownerDocument.defaultView.CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(ownerDocument, sheet);
  }
  const owner = node.getRootNode() as Document | ShadowRoot;
  if (!owner.adoptedStyleSheets.includes(sheet)) owner.adoptedStyleSheets.push(sheet);
};
