/** A row of a Markdown table. */
export const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** A Markdown table with its heading. */
export const table = (
  heading: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] => [row(...heading), row(...heading.map(() => '---')), ...rows.map((cells) => row(...cells))];

/** Dollars, with as many digits as tell something. */
export const dollars = (usd: number): string => {
  if (usd === 0) return '0';
  if (usd < 0.00005) return 'under 0.0001';
  const digits = usd >= 1 ? 2 : usd >= 0.01 ? 3 : 4;
  return grouped(usd, digits);
};

/** A number with thousands apart. */
export const grouped = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
