/** What no template and no local run can tell, with where each number is from. The page on costs lists them. */
export const assumptions = {
  runMs: {
    value: 10,
    says: 'ms that each run of a function takes for itself, at 512 MB',
    from: 'above what was measured on a laptop (about 1 ms of CPU, `npm run bench`); not measured on Lambda',
  },
  requestMs: {
    value: 10,
    says: 'ms for each request to DynamoDB and Cognito, counted as if none ran beside another',
    from: 'AWS promises single-digit milliseconds for DynamoDB',
  },
  messageMs: { value: 200, says: 'ms until a provider has taken a message', from: 'a guess' },
  coldStartMs: {
    value: 500,
    says: 'ms of a start, which Lambda bills since August 2025',
    from: 'a guess, above the 60 ms of CPU that a laptop needs',
  },
  coldShare: {
    value: 0.05,
    says: 'share of runs that find no container',
    from: 'a guess; none of it at steady traffic',
  },
  signInsPerUser: {
    value: 4,
    says: 'sign-ins of one active user a month',
    from: 'a guess: refresh tokens do the rest',
  },
  auditDays: { value: 90, says: 'days that audit rows are kept', from: 'the default of `policy.auditRetentionDays`' },
  auditRowKilobytes: { value: 1, says: 'KB of an audit row at most', from: 'each consumed one write unit in the run' },
  logDays: { value: 30, says: 'days that logs are kept', from: 'the default of `logRetentionDays`' },
  hoursPerMonth: { value: 730, says: 'hours of a month', from: 'AWS’s price pages' },
} as const;

export type AssumptionName = keyof typeof assumptions;

/** The number of an assumption. */
export const assume = (name: AssumptionName): number => assumptions[name].value;

/** What every account has for nothing, for good. The page's sums leave all of it out but for Cognito's users. */
export const freeAllowances = {
  alarmMetrics: 10,
  dashboards: 3,
  metricsPerFreeDashboard: 50,
  customMetrics: 10,
  cognitoUsers: 10_000,
} as const;
