import { buildFunctions, flavours, zipGoals } from './functions.ts';

/** `npm run build`: builds every Lambda asset and prints what it weighs. Fails when the one function outgrows its goal. */
const built = await buildFunctions();
console.log('function                      zip KB   loaded at start KB');
for (const [name, { zipBytes, startBytes }] of built) {
  const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);
  console.log(`${name.padEnd(28)}${kilobytes(zipBytes).padStart(8)}${kilobytes(startBytes).padStart(21)}`);
}
for (const flavour of flavours) {
  const bytes = built.get(`${flavour}/triggers`)?.zipBytes ?? 0;
  if (bytes <= zipGoals[flavour]) continue;
  console.error(`${flavour}/triggers is ${bytes} bytes as a zip archive: its goal is ${zipGoals[flavour]}`);
  process.exitCode = 1;
}
