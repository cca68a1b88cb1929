import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { gatherFacts } from './costs/cost-facts.ts';
import { costsPage } from './costs/costs-page.ts';
import { listPrices, withPrices } from './costs/prices.ts';

/** `npm run docs:costs`: writes the page on costs; with `--prices <file>` prints it with prices of your own. */
const { values } = parseArgs({ options: { prices: { type: 'string' } } });
const facts = await gatherFacts();
if (values.prices === undefined) {
  await writeFile(new URL('../../docs/costs.md', import.meta.url), costsPage(facts, listPrices));
} else {
  process.stdout.write(costsPage(facts, withPrices(JSON.parse(await readFile(values.prices, 'utf8')))));
}
