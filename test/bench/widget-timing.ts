import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../browser/fixtures/chromium.ts';
import { type FileServer, startFileServer } from '../browser/fixtures/file-server.ts';
import type { Bundle } from './widget-bundles.ts';

/** What a first visit costs. */
export type Visit = {
  /** From the first byte of the page, so without the browser's own way there, until the form has its place on it. */
  readonly readyMs: number;
  /** From the same moment until the form is painted: whole frames. */
  readonly paintMs: number;
  /** The main thread compiling and running scripts, until the page is quiet. */
  readonly scriptMs: number;
  /** The main thread working out styles and layout. */
  readonly layoutMs: number;
  /** JavaScript heap after a collection, thousands of bytes. */
  readonly heapKb: number;
};

/** The medians of several visits, and the fastest: what else a machine does can only make a visit slower. */
export type Timing = Visit & { readonly fastestReadyMs: number };

/** Something to measure: a bundle, and what its page has in `main`. */
export type Subject = { readonly bundle: Bundle; readonly content: string };

/** Runs in the page, before anything else: notes when the first field has been laid out. */
const watchForField = () => {
  const look = (root: Document | ShadowRoot): void => {
    if (window.readyAt !== undefined) return;
    const field = root.querySelector('input');
    if (field === null || field.getBoundingClientRect().width === 0) return;
    window.readyAt = performance.now();
  };
  const watch = (root: Document | ShadowRoot) =>
    new MutationObserver(() => look(root)).observe(root, { childList: true, subtree: true, attributes: true });
  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(init) {
    const root = attach.call(this, init);
    watch(root);
    return root;
  };
};

declare global {
  interface Window {
    readyAt?: number;
  }
}

/** Runs in the page. */
const isPainted = () =>
  window.readyAt !== undefined && performance.getEntriesByName('first-contentful-paint').length > 0;

const pageOf = ({ bundle, content }: Subject, at: number) => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${bundle.name}</title><link rel="icon" href="data:,">${
  bundle.styles === null ? '' : `<link rel="stylesheet" href="/${at}.css">`
}<script type="module" src="/${at}.js"></script><main>${content}</main></html>`;

const metricsOf = async (page: Page) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  return { read, collect: () => devtools.send('HeapProfiler.collectGarbage') };
};

/** What the visit comes from: a page of the same site, so that the start of a browser process is no part of it. */
const entrance = '<!doctype html><title>Entrance</title><p>Sign in <input>';

/** One first visit: a fresh profile, no cache. */
const visit = async (browser: Browser, url: string): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(new URL('/entrance.html', url).href);
    const metrics = await metricsOf(page);
    const before = await metrics.read();
    await page.addInitScript(watchForField);
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForFunction(isPainted);
    const spent = await metrics.read();
    const { readyMs, paintMs } = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      const since = (at = Number.NaN) => at - (navigation?.responseStart ?? Number.NaN);
      return { readyMs: since(window.readyAt), paintMs: since(paint?.startTime) };
    });
    await metrics.collect();
    const { JSHeapUsedSize = Number.NaN } = await metrics.read();
    const milliseconds = (...names: string[]) =>
      names.reduce((sum, name) => sum + ((spent[name] ?? 0) - (before[name] ?? 0)) * 1_000, 0);
    return {
      readyMs,
      paintMs,
      scriptMs: milliseconds('ScriptDuration', 'V8CompileDuration'),
      layoutMs: milliseconds('LayoutDuration', 'RecalcStyleDuration'),
      heapKb: JSHeapUsedSize / 1_000,
    };
  } finally {
    await context.close();
  }
};

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const summary = (seen: readonly Visit[]): Timing => {
  const of = (name: keyof Visit) => median(seen.map((timing) => timing[name]));
  return {
    readyMs: of('readyMs'),
    paintMs: of('paintMs'),
    scriptMs: of('scriptMs'),
    layoutMs: of('layoutMs'),
    heapKb: of('heapKb'),
    fastestReadyMs: Math.min(...seen.map(({ readyMs }) => readyMs)),
  };
};

const publish = (server: FileServer, subjects: readonly Subject[]) => {
  server.put('entrance.html', entrance);
  for (const [at, subject] of subjects.entries()) {
    server.put(`${at}.html`, pageOf(subject, at));
    server.put(`${at}.js`, subject.bundle.script);
    if (subject.bundle.styles !== null) server.put(`${at}.css`, subject.bundle.styles);
  }
};

/** Visits every subject once a round, in turn, after one visit each that does not count. @throws where there is no Chromium */
export const timeSubjects = async (
  subjects: readonly Subject[],
  rounds: number,
  progress: (text: string) => void,
): Promise<readonly Timing[]> => {
  const [browser, server] = await Promise.all([launchChromium(), startFileServer()]);
  try {
    publish(server, subjects);
    const seen = subjects.map((): Visit[] => []);
    for (let round = 0; round <= rounds; round += 1) {
      for (const at of subjects.keys()) {
        const timing = await visit(browser, `${server.url}/${at}.html`);
        if (round > 0) seen[at]?.push(timing);
      }
      if (round > 0) progress(`Chromium, round ${round} of ${rounds}`);
    }
    return seen.map(summary);
  } finally {
    await Promise.all([browser.close(), server.close()]);
  }
};
