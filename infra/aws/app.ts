import { App } from 'aws-cdk-lib';
import { ConfigError } from '../../functions/runtime/config.ts';
import { environment } from '../../functions/runtime/environment.ts';
import { CONTEXT_KEY } from './app-context.ts';
import { readAppSettings } from './app-settings.ts';
import { DoorcodeStack } from './app-stack.ts';
import { NotBuiltError } from './not-built-error.ts';

const app = new App();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = environment;
try {
  const settings = readAppSettings(app.node.tryGetContext(CONTEXT_KEY));
  // Without credentials the stack is made for any account and region: nothing in it needs to know them.
  new DoorcodeStack(app, settings, account && region ? { env: { account, region } } : {});
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof NotBuiltError)) throw error;
  process.stderr.write(`${error instanceof ConfigError ? 'cdk.json: ' : ''}${error.message}\n`);
  process.exitCode = 1;
}
