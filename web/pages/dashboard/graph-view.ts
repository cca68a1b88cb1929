import { element, setText } from '../../dom.ts';
import { COLOURS, createChart } from './chart.ts';
import type { Graph, Line } from './dashboard-data.ts';
import { standsAt, valueText } from './numbers.ts';
import { createTable } from './table.ts';

export type GraphView = { readonly root: HTMLElement; show(graph: Graph, times: readonly number[]): void };

/** One graph: its chart, what its lines are and stand at, and the same as a table. */
export const createGraphView = (title: string): GraphView => {
  let shown: Graph | undefined;
  let hovered: number | null = null;
  let legendKey = '';
  const legend = element('ul', { class: 'legend' });
  const note = element('p', { class: 'note' });
  const values: HTMLElement[] = [];
  const renderValues = () => {
    shown?.lines.forEach((line, at) => {
      const target = values[at];
      if (target !== undefined) setText(target, valueText(hovered === null ? standsAt(line) : line.values[hovered]));
    });
  };
  const chart = createChart((index) => {
    hovered = index;
    renderValues();
  });
  chart.root.setAttribute('role', 'img');
  const table = createTable(title);
  const root = element('figure', {}, element('figcaption', {}, title), note, chart.root, legend, table.root);

  return {
    root,
    show(graph, times) {
      shown = graph;
      const words = noteOf(graph);
      setText(note, words);
      note.hidden = words === '';
      for (const part of [chart.root, legend, table.root]) part.hidden = words !== '';
      if (words !== '') return;
      const key = JSON.stringify([graph.lines.map(({ label }) => label), graph.levels]);
      if (key !== legendKey) legend.replaceChildren(...legendOf(graph, values));
      legendKey = key;
      chart.show(graph, times);
      chart.root.setAttribute('aria-label', `${title}: ${graph.lines.map(lineText).join('; ')}`);
      renderValues();
      table.show(graph, times);
    },
  };
};

const noteOf = ({ isMeasured, lines }: Graph): string => {
  if (!isMeasured) return 'Only AWS measures this.';
  return lines.every(({ values }) => values.every((value) => value === null || value === 0)) ? 'Nothing yet.' : '';
};

const lineText = (line: Line): string => `${line.label} ${valueText(standsAt(line))}`;

const legendOf = ({ lines, levels }: Graph, values: HTMLElement[]): readonly HTMLElement[] => {
  values.length = 0;
  const entries = lines.map(({ label }, at) => {
    const value = element('span', { class: 'value' });
    values.push(value);
    const kind = at >= COLOURS ? ' dashed' : '';
    return element(
      'li',
      {},
      element('span', { class: `swatch series-${(at % COLOURS) + 1}${kind}` }),
      label,
      ' ',
      value,
    );
  });
  const levelEntries = levels.map(({ label, value }) =>
    element('li', {}, element('span', { class: 'swatch level' }), label, ' ', element('span', {}, valueText(value))),
  );
  return [...entries, ...levelEntries];
};
