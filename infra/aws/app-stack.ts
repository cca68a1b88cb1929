import { Stack, type StackProps } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { tellOutputs } from './app-outputs.ts';
import type { AppSettings } from './app-settings.ts';
import { Doorcode } from './doorcode.ts';

/** The stack of Doorcode's own app: the construct, policies for its operators, and what people and commands need next. */
export class DoorcodeStack extends Stack {
  readonly doorcode: Doorcode;

  constructor(scope: Construct, settings: AppSettings, stackProps: StackProps = {}) {
    super(scope, settings.stackName, {
      description: 'Doorcode: passwordless sign-in for Amazon Cognito by one-time code',
      ...stackProps,
    });
    const props = settings.props(this);
    this.doorcode = new Doorcode(this, 'Doorcode', props);

    const operate = new ManagedPolicy(this, 'Operate', {
      description: 'Doorcode: the commands audit, devices, limits and forget',
    });
    this.doorcode.grantOperate(operate);
    const diagnose = new ManagedPolicy(this, 'Diagnose', { description: 'Doorcode: the command doctor' });
    this.doorcode.grantDiagnose(diagnose);
    acknowledge(diagnose, {
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
        'settings of the account in SES and SNS, to be read: IAM knows no narrower resource for them',
    });

    tellOutputs(this, {
      doorcode: this.doorcode,
      clientId: this.doorcode.userPoolClient?.userPoolClientId ?? props.clientIds?.[0] ?? '',
      operate,
      diagnose,
    });
  }
}
