import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What stands in for an AWS-compatible endpoint while a stack is deployed to it. */
export type DeployEndpoint = {
  readonly url: string;
  /** Uploaded files by key. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The operations that were asked for, in their order: `cloudformation:CreateChangeSet`. */
  readonly operations: readonly string[];
  /** The key of the template that was deployed, once one was. */
  templateKey(): string | null;
  close(): Promise<void>;
};

const CHANGE_SET = 'arn:aws:cloudformation:eu-west-1:000000000000:changeSet/example/1';
const STACK = 'arn:aws:cloudformation:eu-west-1:000000000000:stack/example/1';
const AT = '2026-01-01T00:00:00.000Z';

/** Plays STS, SSM, S3 and CloudFormation as far as `cdk deploy` goes, for one stack whose outputs are given. */
export const startDeployEndpoint = async (outputs: Readonly<Record<string, string>>): Promise<DeployEndpoint> => {
  const files = new Map<string, Buffer>();
  const operations: string[] = [];
  let templateUrl: string | null = null;
  let isDone = false;

  const stack = () =>
    `<member><StackName>Doorcode</StackName><StackId>${STACK}</StackId><CreationTime>${AT}</CreationTime>` +
    `<StackStatus>${isDone ? 'CREATE_COMPLETE' : 'REVIEW_IN_PROGRESS'}</StackStatus><Outputs>${Object.entries(outputs)
      .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
      .join('')}</Outputs></member>`;
  const queries: Readonly<Record<string, (form: URLSearchParams) => string | null>> = {
    GetCallerIdentity: () =>
      '<Arn>arn:aws:iam::000000000000:root</Arn><UserId>u</UserId><Account>000000000000</Account>',
    DescribeStacks: () => (templateUrl === null ? null : `<Stacks>${stack()}</Stacks>`),
    CreateChangeSet: (form) => {
      templateUrl = form.get('TemplateURL');
      return `<Id>${CHANGE_SET}</Id><StackId>${STACK}</StackId>`;
    },
    DescribeChangeSet: () =>
      `<ChangeSetId>${CHANGE_SET}</ChangeSetId><StackId>${STACK}</StackId><Status>CREATE_COMPLETE</Status>` +
      '<ExecutionStatus>AVAILABLE</ExecutionStatus><Changes><member><Type>Resource</Type></member></Changes>',
    ExecuteChangeSet: () => {
      isDone = true;
      return '';
    },
    GetTemplate: () => '<TemplateBody>{}</TemplateBody>',
    DescribeStackEvents: () => '<StackEvents></StackEvents>',
  };

  const answerQuery = (body: string, outgoing: ServerResponse): void => {
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    operations.push(
      `${action === 'GetCallerIdentity' || action === 'AssumeRole' ? 'sts' : 'cloudformation'}:${action}`,
    );
    const result = queries[action]?.(form) ?? null;
    const missing = `Stack with id ${form.get('StackName')} does not exist`;
    const [status, text] =
      result === null
        ? [
            400,
            `<ErrorResponse><Error><Code>ValidationError</Code><Message>${missing}</Message></Error></ErrorResponse>`,
          ]
        : [200, `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`];
    outgoing.writeHead(status, { 'content-type': 'text/xml' }).end(text);
  };
  const answerFile = ({ method = '', url = '' }: IncomingMessage, body: Buffer, outgoing: ServerResponse): void => {
    const { pathname } = new URL(url, 'http://localhost');
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
    operations.push(`s3:${method}`);
    if (method === 'PUT') files.set(key, body);
    const listing = '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>';
    outgoing.writeHead(200, { 'content-type': 'application/xml' }).end(method === 'GET' ? listing : '');
  };

  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const scope = /Credential=[^/]+\/\d+\/[\w-]+\/(\w+)\//.exec(incoming.headers.authorization ?? '')?.[1];
    if (scope === 's3') return answerFile(incoming, body, outgoing);
    if (scope !== 'ssm') return answerQuery(body.toString(), outgoing);
    operations.push('ssm:GetParameter');
    const parameter = { Parameter: { Name: 'version', Type: 'String', Value: '30' } };
    outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(parameter));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    operations,
    templateKey: () => templateUrl?.split('/').at(-1)?.split('?')[0] ?? null,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
