import type { Inbox } from '../inbox.ts';
import type { AwsCall } from './calls.ts';
import { AwsError, type AwsReply, jsonReply } from './errors.ts';
import type { Fault } from './faults.ts';
import { parseJson } from './json.ts';
import { createKms } from './kms.ts';
import { sendMessages } from './pinpoint.ts';
import { sendEmail } from './ses.ts';
import { sesAccount } from './ses-account.ts';
import { createSns } from './sns.ts';

/** A request that is known to be one of ours. */
export type ServiceRequest = {
  readonly call: AwsCall;
  readonly path: string;
  readonly body: string;
  readonly requestId: string;
  /** A fault that the service words itself, in a successful answer. */
  readonly fault?: Fault | undefined;
};

export type Services = {
  /** What is served, in words. */
  readonly served: readonly string[];
  /** @throws {AwsError} with the service's own error type */
  perform(request: ServiceRequest): AwsReply;
};

export type ServiceOptions = {
  readonly inbox: Inbox;
  readonly kmsKeys: readonly string[];
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
};

/** The AWS services that Doorcode calls, DynamoDB apart, each as far as it calls them. */
export const createServices = ({ inbox, kmsKeys, clock }: ServiceOptions): Services => {
  const kms = createKms(kmsKeys);
  const sns = createSns(inbox, clock);
  const now = () => new Date(clock());
  const served = [
    `SES v2 SendEmail, ${Object.keys(sesAccount).join(', ')}`,
    `SNS ${Object.keys(sns).join(', ')}`,
    'Pinpoint SendMessages, GetApp',
    'KMS GenerateMac, DescribeKey',
  ];
  const readAccount = (operation: string, path: string, requestId: string, state: string | undefined) => {
    const read = Object.hasOwn(sesAccount, operation) ? sesAccount[operation as keyof typeof sesAccount] : undefined;
    const name = decodeURIComponent(path.split('/')[4] ?? '');
    return read && jsonReply('application/json', 200, requestId, read(name, state));
  };

  return {
    served,
    perform({ call, path, body, requestId, fault }) {
      const { service, operation } = call;
      if (service === 'ses' && operation === 'SendEmail') {
        return jsonReply('application/json', 200, requestId, sendEmail(parseBody(body), inbox, now()));
      }
      const account = service === 'ses' && readAccount(operation ?? '', path, requestId, fault?.error);
      if (account) return account;
      if (service === 'kms' && operation === 'DescribeKey') {
        const described = kms.describeKey(parseBody(body), fault?.error);
        return jsonReply('application/x-amz-json-1.1', 200, requestId, described);
      }
      if (service === 'pinpoint' && operation === 'GetApp') {
        const id = path.split('/')[3] ?? '';
        return jsonReply('application/json', 200, requestId, { Id: id, Name: 'doorcode', Arn: '', tags: {} });
      }
      if (service === 'kms' && operation === 'GenerateMac') {
        return jsonReply('application/x-amz-json-1.1', 200, requestId, kms.generateMac(parseBody(body)));
      }
      if (service === 'pinpoint' && operation === 'SendMessages') {
        const applicationId = path.split('/')[3] ?? '';
        const answer = sendMessages(parseBody(body), { inbox, now: now(), applicationId, fault });
        return jsonReply('application/json', 200, requestId, answer);
      }
      const query =
        service === 'sns' && operation !== null && Object.hasOwn(sns, operation) ? sns[operation] : undefined;
      if (query !== undefined) return query(body, requestId, fault?.error);
      throw new AwsError(
        'UnknownOperationException',
        `the capture server does not serve ${operation ?? 'this operation'}${service === null ? '' : ` of ${service}`}: ` +
          `it serves ${served.join('; ')}`,
      );
    },
  };
};

const parseBody = (text: string): unknown => {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AwsError('SerializationException', 'the body is not a JSON object');
  }
  return body;
};
