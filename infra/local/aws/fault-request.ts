import * as v from 'valibot';
import { type Fault, type FaultService, faultOperations } from './faults.ts';

const services = Object.keys(faultOperations) as FaultService[];
const MAX_DELAY_MS = 600_000;

const MEANING = {
  service: `one of ${services.join(', ')}`,
  times: 'how many calls fail, or -1 for all until cleared',
};

const faultRequest = v.pipe(
  v.strictObject(
    {
      service: v.picklist(services, `must be one of ${services.join(', ')}`),
      operation: v.optional(v.string('must be a string')),
      times: v.pipe(
        v.number('must be a whole number: how many calls fail, or -1 for all until cleared'),
        v.check(
          (times) => Number.isInteger(times) && (times === -1 || times >= 1),
          'must be a whole number from 1, or -1 for all until cleared',
        ),
      ),
      error: v.optional(
        v.pipe(
          v.string('must be a string'),
          v.regex(/^[A-Za-z][A-Za-z0-9_]{0,127}$/, 'must be an error type, as in ThrottlingException'),
        ),
      ),
      status: v.optional(wholeNumber(400, 599)),
      delayMs: v.optional(wholeNumber(0, MAX_DELAY_MS)),
      drop: v.optional(v.boolean('must be true or false')),
    },
    (issue) =>
      issue.expected === 'never'
        ? 'is no field of a fault: they are service, operation, times, error, status, delayMs, drop'
        : `is missing: ${MEANING[issue.path?.[0]?.key as keyof typeof MEANING]}`,
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { service, operation, error, status, delayMs, drop } = dataset.value;
    const operations: readonly string[] = faultOperations[service];
    if (operation !== undefined && !operations.includes(operation)) {
      addIssue({ message: `operation must be one of ${operations.join(', ')}` });
    }
    const fails = error !== undefined || status !== undefined;
    if (!fails && delayMs === undefined && drop !== true) {
      addIssue({ message: 'one of error, status, delayMs and drop is needed: this fault would do nothing' });
    }
    if (fails && drop === true) {
      addIssue({ message: 'drop excludes error and status: a dropped call is processed and its answer lost' });
    }
  }),
);

/** A fault to set, or everything that is wrong with the request for it. */
export type ParsedFault = { readonly fault: Fault } | { readonly problems: readonly string[] };

/** Reads the JSON of `POST /faults`; the problems name each field, what is allowed and all at once. */
export const parseFault = (body: unknown): ParsedFault => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { problems: ['the body must be a JSON object'] };
  }
  const parsed = v.safeParse(faultRequest, body);
  if (parsed.success) return { fault: withoutUndefined(parsed.output) };
  return {
    problems: parsed.issues.map((issue) => {
      const path = v.getDotPath(issue);
      return path === null ? issue.message : `${path} ${issue.message}`;
    }),
  };
};

// JSON cannot say undefined, so what valibot calls optional is either there or absent: the exact type of a fault.
const withoutUndefined = (fault: v.InferOutput<typeof faultRequest>): Fault => fault as Fault;

function wholeNumber(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(least, rule), v.maxValue(most, rule));
}
