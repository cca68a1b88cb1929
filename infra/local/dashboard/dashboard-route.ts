import { Hono } from 'hono';
import type { DashboardBody } from '../../aws/dashboard-body.ts';
import { localTables } from '../tables.ts';
import { dashboardData, SPANS } from './dashboard-data.ts';
import type { MetricStore } from './metric-store.ts';

export type DashboardOptions = {
  readonly metrics: MetricStore;
  /** ms since the epoch. @default Date.now */
  readonly clock?: () => number;
};

/** The dashboard that CloudWatch would show of this stack. Loaded when first looked at: most starts never are. */
const localBody = async (): Promise<DashboardBody> => {
  const { dashboardBody } = await import('../../aws/dashboard-rows.ts');
  const { SERVICE } = await import('../../../functions/runtime/telemetry.ts');
  const { createPolicy } = await import('../../../functions/sign-in/policy.ts');
  return dashboardBody({
    region: 'us-east-1',
    service: SERVICE,
    functions: { triggers: 'doorcode-triggers', account: 'doorcode-account' },
    tables: Object.values(localTables),
    configurationSet: 'doorcode',
    deadLetters: null,
    smsPerDay: createPolicy().sms.pool.perDay,
  });
};

/** Answers `/data.json?minutes=`: the widgets of the CloudWatch dashboard, computed from what the functions printed. */
export const dashboardRoute = ({ metrics, clock = Date.now }: DashboardOptions): Hono => {
  let body: Promise<DashboardBody> | undefined;
  return new Hono().get('/data.json', async (context) => {
    const asked = context.req.query('minutes') ?? String(SPANS[0]);
    const minutes = SPANS.find((span) => String(span) === asked);
    if (minutes === undefined) {
      return context.json({ message: `minutes is ${JSON.stringify(asked)}: give ${SPANS.join(', ')}` }, 400);
    }
    body ??= localBody();
    return context.json(dashboardData(await body, metrics, minutes, clock()));
  });
};
