import type { Fault, FaultService } from './faults.ts';
import { escapeXml } from './xml.ts';

/** An answer of the capture server before it is put on the wire. */
export type AwsReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The protocols the SDK clients speak here; each words its errors its own way. */
export type Protocol = 'rest-json' | 'json-1.0' | 'json-1.1' | 'query';

export const protocolOf: Readonly<Record<FaultService, Protocol>> = {
  ses: 'rest-json',
  pinpoint: 'rest-json',
  sns: 'query',
  kms: 'json-1.1',
  dynamodb: 'json-1.0',
};

/** Thrown by an operation of the capture server: the service's own error type, text and status. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** Words an error as `protocol` does. */
export const errorReply = (protocol: Protocol, error: AwsError, requestId: string): AwsReply => {
  switch (protocol) {
    case 'rest-json':
      return jsonReply('application/json', error.status, requestId, { message: error.message }, error.type);
    case 'json-1.0':
    case 'json-1.1': {
      const body = { __type: error.type, message: error.message };
      return jsonReply(`application/x-amz-${protocol}`, error.status, requestId, body, error.type);
    }
    case 'query': {
      const type = error.status < 500 ? 'Sender' : 'Receiver';
      const code = escapeXml(error.type);
      const text = escapeXml(error.message);
      return {
        status: error.status,
        headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
        body:
          `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${text}</Message></Error>` +
          `<RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    }
  }
};

/** A JSON answer with the headers that AWS sends beside it. */
export const jsonReply = (
  contentType: string,
  status: number,
  requestId: string,
  body: unknown,
  errorType?: string,
): AwsReply => ({
  status,
  headers: {
    'content-type': contentType,
    'x-amzn-requestid': requestId,
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  },
  body: JSON.stringify(body),
});

/** The error that `fault` asks for: what it leaves open is what the service itself would answer. */
export const faultError = (fault: Fault): AwsError => {
  const status = fault.status ?? statusOf(fault.service, fault.error ?? 'InternalFailure');
  const type = fault.error ?? defaultType(fault.service, status);
  return new AwsError(type, 'made to fail by POST /faults', status);
};

const CLIENT_STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  AuthorizationError: 403,
  ForbiddenException: 403,
  NotFoundException: 404,
  NotFound: 404,
  ConflictException: 409,
  PayloadTooLargeException: 413,
  TooManyRequestsException: 429,
  Throttled: 429,
};

const statusOf = (service: FaultService, type: string): number => {
  if (/^(?:ServiceUnavailable|DependencyTimeout)/.test(type)) return 503;
  if (/^(?:KMS)?Internal/.test(type)) return 500;
  // The two JSON services answer every mistake of the caller with 400; the type alone tells them apart.
  return service === 'kms' || service === 'dynamodb' ? 400 : (CLIENT_STATUS[type] ?? 400);
};

const TYPES: Readonly<Record<FaultService, Readonly<Record<number, string>>>> = {
  ses: {
    400: 'BadRequestException',
    403: 'AccessDeniedException',
    404: 'NotFoundException',
    429: 'TooManyRequestsException',
    500: 'InternalServiceErrorException',
  },
  sns: { 400: 'InvalidParameter', 403: 'AuthorizationError', 404: 'NotFound', 429: 'Throttled', 500: 'InternalError' },
  pinpoint: {
    400: 'BadRequestException',
    403: 'ForbiddenException',
    404: 'NotFoundException',
    429: 'TooManyRequestsException',
    500: 'InternalServerErrorException',
  },
  kms: { 400: 'ValidationException', 429: 'ThrottlingException', 500: 'KMSInternalException' },
  dynamodb: { 400: 'ValidationException', 429: 'ThrottlingException', 500: 'InternalServerError' },
};

const defaultType = (service: FaultService, status: number): string =>
  TYPES[service][status] ?? (status >= 500 ? 'ServiceUnavailableException' : 'BadRequestException');
