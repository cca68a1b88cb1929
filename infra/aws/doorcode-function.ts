import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CONFIG_VARIABLE } from '../../functions/runtime/config.ts';
import { SERVICE_VARIABLE } from '../../functions/runtime/telemetry.ts';
import { acknowledge } from './acknowledge.ts';

/** Below Cognito's five seconds, above the functions' own deadline: a backstop. */
export const FUNCTION_TIMEOUT = Duration.seconds(4);

export type DoorcodeFunctionProps = {
  readonly code: Code;
  readonly description: string;
  /** The deployment's name in metrics and log lines. */
  readonly serviceName: string;
  /** The configuration as JSON. */
  readonly config: string;
  readonly memorySize: number;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** Takes what failed for good, where nobody waits for an answer. @default nobody's: the caller sees the error */
  readonly deadLetterQueue?: IQueue;
};

/** One function with a log group and a role of its own, which may write its log and nothing else until it is granted more. */
export class DoorcodeFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: DoorcodeFunctionProps) {
    super(scope, id);
    const { code, description, serviceName, config, memorySize, logRetention, removalPolicy, deadLetterQueue } = props;
    const logGroup = new LogGroup(this, 'Log', { retention: logRetention, removalPolicy });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description,
    });
    logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      description,
      role: this.role,
      timeout: FUNCTION_TIMEOUT,
      memorySize,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
      environment: { [CONFIG_VARIABLE]: config, [SERVICE_VARIABLE]: serviceName, POWERTOOLS_LOG_LEVEL: 'INFO' },
      ...(deadLetterQueue !== undefined && { deadLetterQueue }),
    });
    acknowledge(this, {
      'Serverless::Serverless-LambdaDefaultMemorySize':
        'the size is chosen: a prop of the construct, 512 MB unless said otherwise',
      'Serverless::Serverless-LambdaTracing':
        'tracing is off: it would copy what the triggers return, which names challenges, into another service',
      ...(deadLetterQueue === undefined && {
        'Serverless::Serverless-LambdaDLQ':
          'Cognito and the API wait for the answer: an error is theirs to show, and metered',
      }),
    });
  }
}
