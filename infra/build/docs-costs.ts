import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { gatherFacts } from './costs/cost-facts.ts';
import { costsPage } from './costs/costs-page.ts';
import { listPrices, type Prices, withPrices } from './costs/prices.ts';

const PAGE = new URL('../../docs/costs.md', import.meta.url);

/** Null where the command line or the file is wrong: the words are out then. */
const ownPrices = async (): Promise<{ readonly prices: Prices; readonly isOwn: boolean } | null> => {
  try {
    const { values } = parseArgs({ options: { prices: { type: 'string' } } });
    if (values.prices === undefined) return { prices: listPrices, isOwn: false };
    return { prices: withPrices(JSON.parse(await readFile(values.prices, 'utf8'))), isOwn: true };
  } catch (error) {
    process.stderr.write(`docs:costs: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
    return null;
  }
};

/** `npm run docs:costs`: writes the page on costs; with `--prices <file>` prints it with prices of your own. */
const given = await ownPrices();
if (given !== null) {
  const page = costsPage(await gatherFacts(), given.prices);
  if (given.isOwn) process.stdout.write(page);
  else await writeFile(PAGE, page);
}
