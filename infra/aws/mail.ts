import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { DoorcodeFunction } from './doorcode-function.ts';

/** A code that arrives later is of no use to anybody, and Amazon SES would go on trying for 14 hours. */
const MAX_DELIVERY = Duration.minutes(5);

/** How mails are sent: over TLS or not at all, soon or not at all, without pixels and rewritten links. */
export class MailSet extends Construct {
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, 'Set', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      maxDeliveryDuration: MAX_DELIVERY,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      // Silently withheld mails could not be told from slow ones.
      disableAutoValidation: true,
      vdmOptions: { engagementMetrics: false },
    });
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      // Neither opens nor clicks: to watch for them would put a pixel into every mail.
      events: [
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
  }
}

/** Where events go that could not be written down, for an operator to look at. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { removalPolicy }: { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      // Not under a key of ours: Lambda and EventBridge would each need a way to it.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy,
    });
    acknowledge(this.queue, {
      'AwsSolutions::AwsSolutions-SQS3': 'it is the dead-letter queue',
      'Serverless::Serverless-SQSRedrivePolicy': 'it is the dead-letter queue',
    });
  }
}

/** Hands the configuration set's events to the function that writes them down. */
export const routeMailEvents = (scope: Construct, mail: MailSet, target: DoorcodeFunction, dead: DeadLetters): Rule =>
  new Rule(scope, 'MailEvents', {
    description: 'Doorcode: what became of its mails',
    eventPattern: {
      source: ['aws.ses'],
      detailType: [
        'Email Delivered',
        'Email Bounced',
        'Email Complaint Received',
        'Email Rejected',
        'Email Delivery Delayed',
      ],
      detail: { mail: { tags: { 'ses:configuration-set': [mail.configurationSet.configurationSetName] } } },
    },
    targets: [
      new LambdaFunction(target.function, {
        deadLetterQueue: dead.queue,
        retryAttempts: 20,
        maxEventAge: Duration.hours(2),
      }),
    ],
  });
