import { css } from './sign-in.css';

const sheets = new WeakMap<Document, CSSStyleSheet>();

/**
 * Gives the widget's styles to the tree that `node` stands in, once: a constructed sheet needs no inline style. Each
 * document has a sheet of its own, made by its own window, since it takes no other; one without a window shows nothing.
 */
export const adoptStyles = (node: Node): void => {
  const { adoptedStyleSheets: adopted } = node.getRootNode() as Document | ShadowRoot;
  const { ownerDocument } = node;
  const view = ownerDocument?.defaultView;
  if (!adopted || !view) return;
  const sheet = sheets.get(ownerDocument) ?? new view.CSSStyleSheet();
  sheets.set(ownerDocument, sheet);
  if (adopted.includes(sheet)) return;
  sheet.replaceSync(css);
  adopted.push(sheet);
};
