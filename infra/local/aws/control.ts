import { Hono } from 'hono';
import { parseFault } from './fault-request.ts';
import type { FaultTarget } from './faults.ts';
import { parseJson } from './json.ts';
import type { LogBuffer } from './log-buffer.ts';

export type ControlOptions = {
  readonly logs: LogBuffer;
  readonly faults: FaultTarget;
  /** Whether faults of service `dynamodb` reach one. */
  readonly hasDynamoDb: boolean;
};

/** The routes by which people and tests steer the capture server: `/faults` and `/logs`. */
export const controlRoutes = ({ logs, faults, hasDynamoDb }: ControlOptions): Hono => {
  const app = new Hono();

  app.get('/logs', (context) => context.body(logs.ndjson(), 200, { 'content-type': 'application/x-ndjson' }));
  app.delete('/logs', (context) => {
    logs.clear();
    return context.body(null, 204);
  });

  app.post('/faults', async (context) => {
    // A web page can post a form or plain text here unasked, but JSON only after a preflight that nobody answers.
    if (!/^application\/json\s*(?:;|$)/i.test(context.req.header('content-type') ?? '')) {
      return context.json({ message: 'a fault is sent as content-type application/json' }, 415);
    }
    const parsed = parseFault(parseJson(await context.req.text()));
    const problems = 'problems' in parsed ? [...parsed.problems] : [];
    if ('fault' in parsed && parsed.fault.service === 'dynamodb' && !hasDynamoDb) {
      problems.push('service dynamodb is not part of this stack');
    }
    if ('problems' in parsed || problems.length > 0) {
      return context.json({ message: `this fault cannot be set: ${problems.join('; ')}`, problems }, 400);
    }
    await faults.setFault(parsed.fault);
    return context.body(null, 204);
  });
  app.delete('/faults', async (context) => {
    await faults.clearFaults();
    return context.body(null, 204);
  });

  app.on(['GET', 'PUT', 'PATCH'], '/faults', (context) =>
    context.json({ message: '/faults takes POST to set a fault and DELETE to clear them all' }, 405),
  );
  return app;
};
