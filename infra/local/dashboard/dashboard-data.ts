import type { DashboardBody } from '../../aws/dashboard-body.ts';
import { type Axis, drawWidget, type Graph } from './draw-widget.ts';
import { KEPT_MS, type MetricStore, STEP_MS } from './metric-store.ts';

/** What the page draws. */
export type DashboardData = {
  /** The ends of the drawn stretches, s since the epoch. */
  readonly times: readonly number[];
  readonly stepSeconds: number;
  readonly sections: readonly { readonly heading: string; readonly graphs: readonly Graph[] }[];
};

/** Points of a graph. */
const POINTS = 60;
/** The spans that can be looked at, minutes. */
export const SPANS = [5, 15, 60] as const;

/** The widgets of a CloudWatch dashboard over what was measured here. @param minutes one of `SPANS` */
export const dashboardData = (
  body: DashboardBody,
  store: MetricStore,
  minutes: (typeof SPANS)[number],
  now: number,
): DashboardData => {
  const stepMs = Math.max(STEP_MS, Math.min(KEPT_MS, minutes * 60_000) / POINTS);
  const last = Math.ceil(now / stepMs) * stepMs;
  const axis: Axis = { stepMs, ends: Array.from({ length: POINTS }, (_, at) => last - (POINTS - 1 - at) * stepMs) };
  const series = store.series();
  const sections: { heading: string; graphs: Graph[] }[] = [];
  for (const widget of body.widgets) {
    if (widget.type === 'text')
      sections.push({ heading: widget.properties.markdown.replace(/^#+\s*/, ''), graphs: [] });
    else {
      if (sections.length === 0) sections.push({ heading: '', graphs: [] });
      sections.at(-1)?.graphs.push(drawWidget(widget, series, axis));
    }
  }
  return { times: axis.ends.map((end) => end / 1_000), stepSeconds: stepMs / 1_000, sections };
};
