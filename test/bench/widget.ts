import { parseArgs } from 'node:util';
import { bundlePeer, ownBundles, type PeerName, peerNames, sizesOf, versionOf } from './widget-bundles.ts';
import { type Timing, timeSubjects } from './widget-timing.ts';

const HELP = `Usage: npm run bench:widget -- [--json] [--rounds <n>]

Weighs the widget and the headless client beside others that do the same work, all built by the same esbuild and terser now, and
times a first visit to the widget and to Amplify UI in Chromium, from the same server on this machine. Says which goals
are met, and ends with a failure where a limit is passed: what was reached once is not given back.

  --json        print one JSON object on the last line, nothing else on stdout
  --rounds <n>  visits to each page (default 9)
`;

/** What a goal is set for, as a row of the report. The limit leaves room for the noise of a busy machine, not for growth. */
type Row = { readonly name: string; readonly value: number; readonly goal: number; readonly limit: number };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const authenticator: PeerName = 'Amplify UI Authenticator';
const element = '<doorcode-sign-in region="us-east-1" client-id="3n4b5urk1ft4fl3mg5e62d9ado"></doorcode-sign-in>';

const measure = async (rounds: number) => {
  const progress = (text: string) => console.error(`bench: ${text}`);
  const { widget, client } = await ownBundles();
  const peers = await Promise.all(peerNames.map(bundlePeer));
  const bundles = [widget, client, ...peers];
  const peer = peers.find(({ name }) => name === authenticator);
  if (peer === undefined) throw new Error(`nothing was built of ${authenticator}`);
  const subjects = [
    { bundle: widget, content: element },
    { bundle: peer, content: '' },
    { bundle: { name: 'a page with one field', script: new Uint8Array(), styles: null }, content: '<p>x <input>' },
  ];
  const [own, other, empty] = await timeSubjects(subjects, rounds, progress);
  if (own === undefined || other === undefined || empty === undefined) throw new Error('nothing was timed');
  const sizes = bundles.map((bundle) => ({ name: bundle.name, ...sizesOf(bundle) }));
  const ratio = (part: (timing: Timing) => number) => part(own) / part(other);
  const rows: Row[] = [
    { name: 'widgetBrotliBytes', value: sizesOf(widget).brotli, goal: 8_000, limit: 11_800 },
    { name: 'clientBrotliBytes', value: sizesOf(client).brotli, goal: 4_000, limit: 4_000 },
    { name: 'readyRatio', value: ratio(({ fastestReadyMs }) => fastestReadyMs), goal: 0.25, limit: 0.5 },
    {
      name: 'mainThreadRatio',
      value: ratio(({ scriptMs, layoutMs }) => scriptMs + layoutMs),
      goal: 0.25,
      limit: 0.25,
    },
  ];
  return { sizes, timings: { [widget.name]: own, [peer.name]: other, 'a page with one field': empty }, rows };
};

const isMet = ({ value, goal }: Row): boolean => value <= goal;
const round = (value: number): number => Number(value.toPrecision(value < 1_000 ? 3 : 6));
const kilobytes = (bytes: number): number => round(bytes / 1_000);

const report = async ({ sizes, timings, rows }: Awaited<ReturnType<typeof measure>>): Promise<void> => {
  console.log(
    `esbuild ${await versionOf('esbuild')}, terser ${await versionOf('terser')}; JavaScript and style sheets, KB`,
  );
  console.table(
    Object.fromEntries(
      sizes.map(({ name, minified, gzip, brotli }) => [
        name,
        { minified: kilobytes(minified), gzip: kilobytes(gzip), brotli: kilobytes(brotli) },
      ]),
    ),
  );
  console.log(`A first visit in Chromium, medians of ${values.rounds}; readyRatio is that of the fastest`);
  console.table(
    Object.fromEntries(
      Object.entries(timings).map(([name, { fastestReadyMs, readyMs, paintMs, scriptMs, layoutMs, heapKb }]) => [
        name,
        {
          'form ready ms, fastest': round(fastestReadyMs),
          'form ready ms': round(readyMs),
          'painted ms': round(paintMs),
          'script ms': round(scriptMs),
          'style and layout ms': round(layoutMs),
          'heap KB': round(heapKb),
        },
      ]),
    ),
  );
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        { value: round(row.value), goal: `<= ${row.goal}`, met: isMet(row) ? 'yes' : 'no' },
      ]),
    ),
  );
};

if (values.help) {
  console.log(HELP);
} else {
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    console.error(`--rounds is ${values.rounds}: give a whole number above 0\n\n${HELP}`);
    process.exit(1);
  }
  const result = await measure(rounds);
  const { rows, timings, sizes } = result;
  if (values.json) {
    console.log(
      JSON.stringify({ ...Object.fromEntries(rows.map(({ name, value }) => [name, round(value)])), sizes, timings }),
    );
  } else {
    await report(result);
  }
  const passed = rows.filter(({ value, limit }) => value > limit);
  for (const { name, value, limit } of passed)
    console.error(`bench: ${name} is ${round(value)}: its limit is ${limit}`);
  if (passed.length > 0) process.exitCode = 1;
}
