import { writeFile } from 'node:fs/promises';
import { metricsPage } from '../aws/metrics-page.ts';

/** `npm run docs:metrics`: writes the page on metrics from their definitions. */
await writeFile(new URL('../../docs/metrics.md', import.meta.url), metricsPage());
