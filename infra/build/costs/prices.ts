import * as v from 'valibot';
import listed from './prices.json' with { type: 'json' };

/** One price, and where it is from. */
export type Price = {
  /** US dollars for one unit; null where no source was found. */
  readonly usd: number | null;
  readonly unit: string;
  /** Of when the source is. */
  readonly asOf: string | null;
  readonly source: string | null;
};

export type PriceName = keyof typeof listed.prices;

export type Prices = Readonly<Record<PriceName, Price>>;

/** The prices that the page on costs is written with. */
export const listPrices: Prices = listed.prices;

const names = Object.keys(listed.prices) as PriceName[];
const overridesSchema = v.record(v.picklist(names), v.pipe(v.number(), v.minValue(0)));

/**
 * The list prices with some of them replaced: `{"sms.NL": 0.07}`.
 * @throws {TypeError} naming what is no price
 */
export const withPrices = (overrides: unknown): Prices => {
  const parsed = v.safeParse(overridesSchema, overrides);
  if (!parsed.success) {
    const places = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'the file').join(', ');
    throw new TypeError(
      `wrong prices: ${places}; give numbers of US dollars by name, the names are ${names.join(', ')}`,
    );
  }
  const own = Object.entries(parsed.output).map(([name, usd]) => [
    name,
    { ...listPrices[name as PriceName], usd, asOf: null, source: 'your own' },
  ]);
  return { ...listPrices, ...Object.fromEntries(own) };
};

/** @throws {TypeError} where the price has no source and none was given */
export const usdOf = (prices: Prices, name: PriceName): number => {
  const { usd } = prices[name];
  if (usd === null) throw new TypeError(`no price is known for ${name}: give one with --prices`);
  return usd;
};
