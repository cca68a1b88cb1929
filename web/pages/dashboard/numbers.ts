import type { Line } from './dashboard-data.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A value as it stands in a legend or table; a dash where nothing is known. */
export const valueText = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : whole.format(value);

/** A value as it stands at an axis. */
export const axisText = (value: number): string => short.format(value);

/** @param seconds since the epoch */
export const timeText = (seconds: number): string => clock.format(new Date(seconds * 1_000));

/** What a line stands at: the total of a count, the last value that is known of anything else. */
export const standsAt = ({ isCount, values }: Line): number | null =>
  isCount
    ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    : (values.findLast((value) => value !== null) ?? null);
