/** One line of a graph; null where nothing is known. `isCount`: its values add up. */
export type Line = { readonly label: string; readonly isCount: boolean; readonly values: readonly (number | null)[] };

export type Graph = {
  readonly title: string;
  /** False where only AWS measures what it shows. */
  readonly isMeasured: boolean;
  readonly isStacked: boolean;
  readonly lines: readonly Line[];
  readonly min: number | null;
  readonly max: number | null;
  readonly levels: readonly { readonly label: string; readonly value: number }[];
};

/** What the server answers. Times in s since the epoch. */
export type DashboardData = {
  readonly times: readonly number[];
  readonly stepSeconds: number;
  readonly sections: readonly { readonly heading: string; readonly graphs: readonly Graph[] }[];
};

/** The spans that can be looked at, minutes. */
export const spans = [5, 15, 60] as const;
export type Span = (typeof spans)[number];

const EVERY_MS = 2_000;

/** Follows the dashboard: all of it, again and again, while somebody looks. */
export const followDashboard = (handlers: {
  readonly span: () => Span;
  readonly data: (data: DashboardData) => void;
  readonly failed: () => void;
}): { refresh(): void } => {
  let timer: number | undefined;
  let running = 0;
  const look = async () => {
    clearTimeout(timer);
    running += 1;
    const mine = running;
    try {
      if (!document.hidden) {
        const data = await read(handlers.span());
        // A newer look has begun meanwhile, perhaps with another span: this one is of no use any more.
        if (mine !== running) return;
        handlers.data(data);
      }
    } catch {
      if (mine === running) handlers.failed();
    }
    if (mine === running) timer = window.setTimeout(look, EVERY_MS);
  };
  document.addEventListener('visibilitychange', look);
  void look();
  return { refresh: () => void look() };
};

const read = async (minutes: Span): Promise<DashboardData> => {
  const url = `/dashboard/data.json?minutes=${minutes}`;
  const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as DashboardData;
};
