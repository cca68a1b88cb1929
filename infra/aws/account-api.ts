import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { type CfnStage, CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DoorcodeFunction } from './doorcode-function.ts';

export type AccountApiProps = {
  readonly target: DoorcodeFunction;
  readonly pool: IUserPool;
  readonly clientIds: readonly string[];
  /** Origins of the sites that may call it. */
  readonly webOrigins: readonly string[];
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
};

const routes = [
  [HttpMethod.GET, '/account'],
  [HttpMethod.POST, '/account/addresses'],
  [HttpMethod.POST, '/account/addresses/confirm'],
  [HttpMethod.PUT, '/account/channel'],
  [HttpMethod.PUT, '/account/devices'],
  [HttpMethod.DELETE, '/account/devices/{id}'],
] as const;

/** Requests a second that all callers together may make, and how many at once. */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/** The account API of signed-in people: no request reaches the function without a token of the pool. */
export class AccountApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: AccountApiProps) {
    super(scope, id);
    const { target, pool, clientIds, webOrigins, logRetention, removalPolicy } = props;
    this.api = new HttpApi(this, 'Api', {
      description: 'Doorcode: addresses, channel and devices of a signed-in person',
      ...(webOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: [...webOrigins],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
          allowHeaders: ['authorization', 'content-type'],
          maxAge: Duration.hours(1),
        },
      }),
    });
    const authorizer = new HttpJwtAuthorizer('Tokens', `https://${pool.userPoolProviderName}`, {
      jwtAudience: [...clientIds],
    });
    const integration = new HttpLambdaIntegration('Account', target.function, { scopePermissionToRoute: false });
    for (const [method, path] of routes) this.api.addRoutes({ path, methods: [method], integration, authorizer });

    const log = new LogGroup(this, 'Log', { retention: logRetention, removalPolicy });
    const stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    stage.accessLogSettings = {
      destinationArn: log.logGroupArn,
      // No address of the caller, no token: what is asked how often, and how it ended.
      format: JSON.stringify({
        requestId: '$context.requestId',
        route: '$context.routeKey',
        status: '$context.status',
        latency: '$context.responseLatency',
        error: '$context.authorizer.error',
      }),
    };
    stage.defaultRouteSettings = THROTTLE;

    target.role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['cognito-idp:AdminUpdateUserAttributes'], resources: [pool.userPoolArn] }),
    );
  }

  /** The address that sites are told. */
  get url(): string {
    return this.api.apiEndpoint;
  }
}
