import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export type WebHostingProps = { readonly removalPolicy: RemovalPolicy };

/**
 * A place for the built web files: a private bucket behind CloudFront. The files go there by `aws s3 sync`, so that no
 * function of CloudFormation's has to copy them.
 */
export class WebHosting extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { removalPolicy }: WebHostingProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy,
    });
    const responseHeadersPolicy = new ResponseHeadersPolicy(this, 'Headers', {
      comment: 'Doorcode: a widget that other sites load by a versioned name, checked by its digest',
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
      // Subresource integrity needs an answer that says it may be read across origins.
      corsBehavior: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: ['*'],
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowOrigins: ['*'],
        originOverride: true,
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'Cross-Origin-Resource-Policy', value: 'cross-origin', override: true },
          { header: 'Permissions-Policy', value: 'otp-credentials=(self)', override: true },
        ],
      },
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Doorcode: the sign-in widget',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket as IBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy,
      },
    });
    acknowledge(this, {
      'AwsSolutions::AwsSolutions-S1': 'public files of a widget: who reads them is nobody’s business',
      'AwsSolutions::AwsSolutions-CFR1': 'a sign-in must be within reach everywhere its users are',
      'AwsSolutions::AwsSolutions-CFR2': 'static public files: there is nothing that a firewall could keep away',
      'AwsSolutions::AwsSolutions-CFR3': 'public files of a widget: who reads them is nobody’s business',
      'AwsSolutions::AwsSolutions-CFR4':
        'without a domain of its own CloudFront’s certificate sets the oldest protocol',
    });
  }
}
