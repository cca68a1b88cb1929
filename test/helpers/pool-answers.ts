const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of the form that a user pool issues, signed by nobody. */
export const jwt = (claims: object): string => `${encode({ alg: 'RS256', kid: 'k' })}.${encode(claims)}.c2ln`;

/** A user pool's answer that asks for a code just sent by email, or for what these public parameters say instead. */
export const challengeBody = (session: string, username: string, parameters: Readonly<Record<string, string>>) => ({
  ChallengeName: 'CUSTOM_CHALLENGE',
  Session: session,
  ChallengeParameters: {
    USERNAME: username,
    step: 'code',
    reason: 'sent',
    channel: 'email',
    channels: 'email',
    codeLength: '6',
    expiresIn: '600',
    resendIn: '30',
    attemptsLeft: '3',
    ...parameters,
  },
});
