import uPlot from 'uplot';
import type { Graph } from './dashboard-data.ts';
import { axisText, timeText } from './numbers.ts';

/** A drawn graph. It looks the same whoever draws it again. */
export type Chart = {
  readonly root: HTMLElement;
  show(graph: Graph, times: readonly number[]): void;
};

const HEIGHT = 190;
/** Colours there are; more lines than that begin again, dashed. */
export const COLOURS = 8;

const cssValue = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colour = (at: number): string => cssValue(`--series-${(at % COLOURS) + 1}`);
const dash = (at: number): number[] => (at >= COLOURS ? [5, 4] : []);

/** @param onPoint gets the index of the point under the pointer, null where there is none */
export const createChart = (onPoint: (index: number | null) => void): Chart => {
  const root = document.createElement('div');
  root.className = 'plot';
  let plot: uPlot | undefined;
  let shape = '';

  const resize = new ResizeObserver(() => {
    if (plot !== undefined && root.clientWidth > 0) plot.setSize({ width: root.clientWidth, height: HEIGHT });
  });
  resize.observe(root);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot?.redraw(false));

  return {
    root,
    show(graph, times) {
      const data = [[...times], ...valuesOf(graph)] as uPlot.AlignedData;
      const next = JSON.stringify([graph.lines.map(({ label }) => label), graph.min, graph.max, graph.levels]);
      if (plot !== undefined && next === shape) return plot.setData(data);
      shape = next;
      plot?.destroy();
      plot = new uPlot(optionsOf(graph, root.clientWidth || 320, onPoint), data, root);
    },
  };
};

/** Stacked lines stand on each other: the first one at the bottom. */
const valuesOf = ({ lines, isStacked }: Graph): (number | null)[][] => {
  if (!isStacked) return lines.map(({ values }) => [...values]);
  const sums: number[] = [];
  return lines.map(({ values }) =>
    values.map((value, at) => {
      sums[at] = (sums[at] ?? 0) + (value ?? 0);
      return sums[at] ?? 0;
    }),
  );
};

const optionsOf = (graph: Graph, width: number, onPoint: (index: number | null) => void): uPlot.Options => ({
  width,
  height: HEIGHT,
  legend: { show: false },
  cursor: { drag: { x: false, y: false }, points: { size: 7 } },
  padding: [8, 24, 0, 0],
  scales: { x: { time: true }, y: { range: (_plot, _min, max) => [graph.min ?? 0, topOf(graph, max)] } },
  axes: [
    axis({ values: (_plot, splits) => splits.map(timeText), space: 62, size: 28 }),
    axis({ size: 46, values: yTexts }),
  ],
  series: [
    {},
    ...graph.lines.map(
      ({ label }, at): uPlot.Series => ({
        label,
        stroke: () => colour(at),
        width: 2,
        dash: dash(at),
        spanGaps: true,
        points: { show: isSparse, size: 6, fill: () => colour(at) },
        ...((graph.isStacked || graph.lines.length === 1) && {
          fill: () => `color-mix(in srgb, ${colour(at)} 14%, transparent)`,
        }),
      }),
    ),
  ],
  hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)], draw: [(plot) => drawLevels(plot, graph)] },
});

/** Few values are no line: each is a dot of its own. */
const isSparse = ({ data }: uPlot, line: number): boolean =>
  Array.from(data[line] ?? []).filter((value) => value !== null).length <= 6;

const axis = (options: uPlot.Axis): uPlot.Axis => ({
  stroke: () => cssValue('--muted'),
  grid: { stroke: () => cssValue('--line'), width: 1 },
  ticks: { show: false },
  font: '12px system-ui, sans-serif',
  ...options,
});

const yTexts = (_plot: uPlot, splits: readonly number[]): string[] => splits.map(axisText);

const topOf = ({ max }: Graph, measured: number | null): number => max ?? Math.max(1, (measured ?? 0) * 1.1);

/** A level is drawn where it is in sight; far above, it would press everything else flat. */
const drawLevels = ({ ctx, valToPos, scales, bbox }: uPlot, { levels }: Graph): void => {
  for (const { value } of levels) {
    if (value > (scales.y?.max ?? 0)) continue;
    const y = valToPos(value, 'y', true);
    ctx.save();
    ctx.strokeStyle = cssValue('--danger');
    ctx.setLineDash([6, 4]);
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  }
};
