import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Requests that one address may make in five minutes. */
export const firewallLimits = { attempts: 100, all: 2_000 } as const;

const FIVE_MINUTES = 300;
const TARGET = 'AWSCognitoIdentityProviderService.';

/** Limits by caller's address, in front of the pool: the triggers are not told who calls. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { pool }: { readonly pool: IUserPool }) {
    super(scope, id);
    const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
      cloudWatchMetricsEnabled: true,
      // Sampled requests would keep what people typed.
      sampledRequestsEnabled: false,
      metricName,
    });
    const limit = (name: string, priority: number, requests: number, only?: CfnWebACL.StatementProperty) => ({
      name,
      priority,
      action: { block: {} },
      visibilityConfig: visibility(name),
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'IP',
          limit: requests,
          evaluationWindowSec: FIVE_MINUTES,
          ...(only !== undefined && { scopeDownStatement: only }),
        },
      },
    });
    const operation = (name: string): CfnWebACL.StatementProperty => ({
      byteMatchStatement: {
        fieldToMatch: { singleHeader: { Name: 'x-amz-target' } },
        positionalConstraint: 'EXACTLY',
        searchString: `${TARGET}${name}`,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      description: 'Doorcode: limits by address in front of the user pool',
      visibilityConfig: visibility('Doorcode'),
      rules: [
        limit('SignInAndSignUp', 0, firewallLimits.attempts, {
          orStatement: { statements: [operation('InitiateAuth'), operation('SignUp')] },
        }),
        limit('Everything', 1, firewallLimits.all),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: pool.userPoolArn, webAclArn: acl.attrArn });
  }
}
