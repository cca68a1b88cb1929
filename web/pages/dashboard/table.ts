import { element } from '../../dom.ts';
import type { Graph } from './dashboard-data.ts';
import { timeText, valueText } from './numbers.ts';

/** The same graph in numbers, the newest first: built while it is open, and not before. */
export const createTable = (
  title: string,
): { readonly root: HTMLElement; show(graph: Graph, times: readonly number[]): void } => {
  let last: Parameters<typeof build> | undefined;
  const body = element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}, as a table` });
  const render = () => {
    if (root.open && last !== undefined) body.replaceChildren(build(...last));
  };
  const root = element('details', { on: { toggle: render } }, element('summary', {}, 'Table'), body);
  return {
    root,
    show(graph, times) {
      last = [graph, times];
      render();
    },
  };
};

const build = ({ lines }: Graph, times: readonly number[]): HTMLElement => {
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Time'),
    ...lines.map(({ label }) => element('th', { scope: 'col' }, label)),
  );
  const rows = times.flatMap((time, at) => {
    const values = lines.map(({ values: all }) => all[at] ?? null);
    // Stretches in which nothing happened say nothing.
    if (values.every((value) => value === null || value === 0)) return [];
    const cells = values.map((value) => element('td', {}, valueText(value)));
    return [element('tr', {}, element('th', { scope: 'row' }, timeText(time)), ...cells)];
  });
  if (rows.length === 0) return element('p', {}, 'Nothing happened in this time.');
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows.toReversed()));
};
