import type { DashboardBody } from '../../aws/dashboard-body.ts';
import type { CostedTemplate } from './deployments.ts';

type Joined = string | { readonly 'Fn::Join': readonly [string, readonly unknown[]] };

/** What the dashboard of a template shows: metrics that it names, and searches that find as many as there are. */
export const dashboardMetrics = ({
  Resources,
}: CostedTemplate): { readonly named: number; readonly searches: number } => {
  const dashboards = Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  const rows = dashboards.flatMap(({ Properties }) => {
    const { widgets } = JSON.parse(textOf(Properties?.DashboardBody as Joined)) as DashboardBody;
    return widgets.flatMap((widget) => (widget.type === 'metric' ? widget.properties.metrics : []));
  });
  const named = rows.flatMap((row) => {
    const texts = row.filter((part) => typeof part === 'string');
    return texts.length > 0 ? [texts.join(' ')] : [];
  });
  return { named: new Set(named).size, searches: rows.filter((row) => JSON.stringify(row).includes('SEARCH(')).length };
};

/** The text with a word for each value that only a deployment knows. */
const textOf = (joined: Joined): string => {
  if (typeof joined === 'string') return joined;
  const [separator, parts] = joined['Fn::Join'];
  return parts
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replace(/[^A-Za-z0-9]/g, '')))
    .join(separator);
};
