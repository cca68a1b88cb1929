/** A line as Powertools prints it. */
export const emfLine = (
  metrics: Readonly<Record<string, number | readonly number[]>>,
  dimensions: Readonly<Record<string, string>> = {},
  at = 0,
  namespace = 'Doorcode',
): string => {
  const all = { service: 'doorcode', ...dimensions };
  return JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(all)],
          Metrics: Object.keys(metrics).map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    ...all,
    ...metrics,
  });
};
