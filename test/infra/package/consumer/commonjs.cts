// A CDK app of CommonJS modules, as `cdk init` makes them.
import { Stack } from 'aws-cdk-lib';
import { Doorcode } from 'doorcode/cdk';

export class SignInStack extends Stack {
  readonly signIn = new Doorcode(this, 'SignIn', { appName: 'Example', email: { from: 'no-reply@example.com' } });
}
