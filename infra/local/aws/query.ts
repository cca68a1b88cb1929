import type { AwsReply } from './errors.ts';

/** The parameters of a request in the AWS Query protocol. */
export type QueryForm = {
  /** The value, or null where the parameter is missing or empty. */
  get(name: string): string | null;
  /** The entries of `prefix.entry.N`, each with the fields that follow the number, in the order of their numbers. */
  entries(prefix: string): readonly Readonly<Record<string, string>>[];
  /** The values of `prefix.member.N`. */
  members(prefix: string): readonly string[];
};

/** Reads the form that an SDK posts. Source: smithy.io, "AWS query protocol" */
export const parseQuery = (body: string): QueryForm => {
  const form = new URLSearchParams(body);
  return {
    get: (name) => form.get(name) || null,
    members: (prefix) => [...form].filter(([name]) => name.startsWith(`${prefix}.member.`)).map(([, value]) => value),
    entries(prefix) {
      const start = `${prefix}.entry.`;
      const found = new Map<number, Record<string, string>>();
      for (const [name, value] of form) {
        const [, number = '', field = ''] = name.startsWith(start)
          ? (/^(\d+)\.(.+)$/.exec(name.slice(start.length)) ?? [])
          : [];
        if (field === '') continue;
        found.set(Number(number), { ...found.get(Number(number)), [field]: value });
      }
      return [...found].sort(([a], [b]) => a - b).map(([, entry]) => entry);
    },
  };
};

/** An answer of the AWS Query protocol. `result` is XML, escaped already. */
export const queryReply = (action: string, result: string, requestId: string): AwsReply => ({
  status: 200,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  body:
    `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">` +
    (result === '' ? '' : `<${action}Result>${result}</${action}Result>`) +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
});
