// A CDK app as the owner of a site writes one: sign-in as it comes, with a channel of their own, and for their own pool.
import { App, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleFunction, Doorcode, type DoorcodeProps, DoorcodeStack, readAppSettings } from 'doorcode/cdk';

const settings = {
  appName: 'Example',
  email: { from: 'Example <no-reply@example.com>' },
} as const satisfies DoorcodeProps;

const app = new App();

new DoorcodeStack(app, { stackName: 'Plain', props: () => settings });
new DoorcodeStack(app, readAppSettings({ ...settings, stackName: 'Hosted', webHosting: true }));

const [triggers, account] = await Promise.all([
  bundleFunction({ entry: 'sign-in.ts', directory: 'dist/triggers' }),
  bundleFunction({ entry: 'account.ts', directory: 'dist/account' }),
]);
new Doorcode(new Stack(app, 'OwnChannel'), 'SignIn', {
  ...settings,
  sms: { provider: 'own', countries: ['NL'] },
  functionCode: { triggers: Code.fromAsset(triggers.directory), account: Code.fromAsset(account.directory) },
});

const existing = new Stack(app, 'ExistingPool');
const { lambdaConfig } = new Doorcode(existing, 'SignIn', {
  ...settings,
  userPool: UserPool.fromUserPoolId(existing, 'Pool', 'eu-west-1_AbCdEf123'),
  clientIds: ['client1'],
  isolation: 'per-trigger',
});
existing.exportValue(lambdaConfig.PreSignUp, { name: 'PreSignUp' });
