/** A wait as people say it: `0:24`, from two minutes on `12 minutes`, from two hours on `3 hours`. Rounded up. */
export const wordWait = (milliseconds: number, locale: string): string => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  if (seconds < 120) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const [value, unit] = seconds < 7_200 ? [Math.ceil(seconds / 60), 'minute'] : [Math.ceil(seconds / 3_600), 'hour'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit: unit as string, unitDisplay: 'long' }).format(
    Number(value),
  );
};

/** A time of day such as `14:32`. */
export const wordTime = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
