/** Where alarms begin. */
export type AlarmThresholds = {
  /** Percent of started sign-ins of an hour that end with tokens, below which something is wrong. */
  readonly conversionPercent: number;
  /** An hour with fewer started sign-ins says nothing of conversion. */
  readonly conversionMinimumStarted: number;
  /** Percent of sends in five minutes that fail. */
  readonly sendFailurePercent: number;
  /** Five minutes with fewer sends say nothing of providers. */
  readonly sendFailureMinimum: number;
  /** ms, p99 of a trigger: Cognito gives it five seconds. */
  readonly triggerP99Ms: number;
  /** Failed invocations in five minutes, without sign-ups that were refused. */
  readonly triggerErrors: number;
  /** Invocations in five minutes that Lambda did not let run. */
  readonly triggerThrottles: number;
  /** Percent; Amazon SES reviews accounts from 5 on. */
  readonly bouncePercent: number;
  /** Percent; Amazon SES reviews accounts from 0.1 on. */
  readonly complaintPercent: number;
  /** Percent of the day's budget of text messages to new numbers. */
  readonly smsBudgetPercent: number;
  /** Sign-ins in five minutes that end without tokens. */
  readonly failedSignIns: number;
};

export const defaultThresholds: AlarmThresholds = {
  conversionPercent: 50,
  conversionMinimumStarted: 20,
  sendFailurePercent: 10,
  sendFailureMinimum: 5,
  triggerP99Ms: 3_000,
  triggerErrors: 1,
  triggerThrottles: 1,
  bouncePercent: 2,
  complaintPercent: 0.1,
  smsBudgetPercent: 80,
  failedSignIns: 50,
};
