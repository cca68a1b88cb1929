/**
 * What SES says of an account, an identity and a configuration set. Here all is in order, whatever their names, unless a
 * fault names another state.
 * Source: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html and its neighbours
 */
export const sesAccount = {
  GetAccount: (_name: string, state: string | undefined): object => ({
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: state === 'PROBATION' ? 'PROBATION' : 'HEALTHY',
    ProductionAccessEnabled: state !== 'SANDBOX',
    SendingEnabled: state !== 'PAUSED',
    SendQuota:
      state === 'SANDBOX'
        ? { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 }
        : { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: state === 'QUOTA_SPENT' ? 49_000 : 12 },
  }),

  GetEmailIdentity: (name: string, state: string | undefined): object => ({
    IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
    FeedbackForwardingStatus: false,
    VerifiedForSendingStatus: state !== 'PENDING',
    VerificationStatus: state === 'PENDING' ? 'PENDING' : 'SUCCESS',
    DkimAttributes: { SigningEnabled: state !== 'PENDING', Status: state === 'PENDING' ? 'PENDING' : 'SUCCESS' },
  }),

  GetConfigurationSet: (name: string, state: string | undefined): object => ({
    ConfigurationSetName: name,
    DeliveryOptions: { TlsPolicy: state === 'TLS_OPTIONAL' ? 'OPTIONAL' : 'REQUIRE' },
    ReputationOptions: { ReputationMetricsEnabled: true },
    SendingOptions: { SendingEnabled: state !== 'PAUSED' },
    ...(state === 'TRACKING' && { TrackingOptions: { CustomRedirectDomain: 'track.example.com' } }),
  }),
} as const satisfies Record<string, (name: string, state: string | undefined) => object>;

/** The operation that a GET of SES v2 is, by its path. */
export const sesReading = (path: string): keyof typeof sesAccount | null => {
  if (path === '/v2/email/account') return 'GetAccount';
  if (/^\/v2\/email\/identities\/[^/]+$/.test(path)) return 'GetEmailIdentity';
  return /^\/v2\/email\/configuration-sets\/[^/]+$/.test(path) ? 'GetConfigurationSet' : null;
};
