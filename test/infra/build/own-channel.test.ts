import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { DoorcodeProps } from '../../../infra/aws/doorcode-props.ts';
import { bundleFunction } from '../../../infra/build/bundle.ts';
import { startLambda } from '../../helpers/lambda-process.ts';
import { inlineCode, plainProps, synthesise } from '../../helpers/synthesise.ts';

const ENTRY = fileURLToPath(new URL('../../helpers/own-entry.ts', import.meta.url));
const settings: DoorcodeProps = { ...plainProps, sms: { provider: 'own', countries: ['NL'] } };

let folder: string;
let directory: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-own-'));
  directory = join(folder, 'code');
  await bundleFunction({ entry: ENTRY, directory });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const environment = (sms: object) => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_LAMBDA_FUNCTION_NAME: 'own',
  DOORCODE_CONFIG: JSON.stringify({
    ...plainProps,
    sms,
    clientIds: null,
    tables: { records: 'doorcode-records', audit: 'doorcode-audit' },
    keys: { code: 'alias/code-key', previousCode: null, index: 'alias/index-key' },
  }),
});
const start = (sms: object) => startLambda({ directory, env: environment(sms), onCall: () => {}, onLine: () => {} });

describe('an entry of one’s own', () => {
  test('is bundled, started by Lambda’s runtime and decides as ours does', async () => {
    const own = await start({ ...settings.sms });

    const answer = await own.invoke({
      triggerSource: 'DefineAuthChallenge_Authentication',
      userPoolId: 'eu-west-1_AbCdEf123',
      userName: 'ann',
      callerContext: { clientId: 'client1' },
      request: { userAttributes: {}, session: [] },
      response: {},
    });
    await own.close();

    expect(answer).toMatchObject({ response: { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false } });
  });

  test('is the code of the triggers, which may then publish nothing by SNS', () => {
    const functionCode = { ...inlineCode, triggers: Code.fromAsset(directory) };
    const { template } = synthesise({ ...settings, functionCode });

    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Doorcode: the triggers of a user pool',
      Code: { S3Bucket: Match.anyValue(), S3Key: Match.stringLikeRegexp('\\.zip$') },
    });
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toContain('sns:Publish');
  });
});
