import { byId, element, setText } from '../../dom.ts';
import { type DashboardData, followDashboard, type Span, spans } from './dashboard-data.ts';
import { createGraphView, type GraphView } from './graph-view.ts';

let span: Span = spans[0];
let shape = '';
let views: readonly GraphView[] = [];

const build = ({ sections }: DashboardData) => {
  const made: GraphView[] = [];
  const parts = sections.map(({ heading, graphs }) => {
    const own = graphs.map(({ title }) => createGraphView(title));
    made.push(...own);
    const grid = element('div', { class: 'graphs' }, ...own.map(({ root }) => root));
    return element('section', {}, element('h2', {}, heading), grid);
  });
  byId('sections').replaceChildren(...parts);
  views = made;
};

const live = byId('live');
const feed = followDashboard({
  span: () => span,
  data(data) {
    const next = JSON.stringify(
      data.sections.map(({ heading, graphs }) => [heading, graphs.map(({ title }) => title)]),
    );
    if (next !== shape) build(data);
    shape = next;
    const graphs = data.sections.flatMap((section) => section.graphs);
    for (const [at, graph] of graphs.entries()) views[at]?.show(graph, data.times);
    live.dataset.state = 'live';
    setText(live, `Live, a point each ${data.stepSeconds} s`);
  },
  failed() {
    live.dataset.state = 'reconnecting';
    setText(live, 'The local stack does not answer. Is npm start still running?');
  },
});

const choices = spans.map((minutes) => {
  const choose = () => {
    span = minutes;
    for (const choice of choices) choice.setAttribute('aria-pressed', String(choice === button));
    feed.refresh();
  };
  const pressed = String(minutes === span);
  const attributes = { type: 'button', class: 'choice', 'aria-pressed': pressed, on: { click: choose } };
  const button: HTMLButtonElement = element('button', attributes, minutes === 60 ? '1 hour' : `${minutes} min`);
  return button;
});
byId('span').append(...choices);
