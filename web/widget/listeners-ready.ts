/**
 * Settles when the scripts of the page have run: at once after DOMContentLoaded, which comes after all deferred scripts
 * and modules (HTML Standard, "The end").
 */
export const listenersReady = (): Promise<unknown> => {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const isOver = document.readyState === 'complete' || (navigation?.domContentLoadedEventStart ?? 0) > 0;
  return isOver ? Promise.resolve() : new Promise((done) => document.addEventListener('DOMContentLoaded', done));
};
