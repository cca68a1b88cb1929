/** One unsigned call of the Cognito JSON protocol. */
export type CognitoAnswer = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: wire bodies are asserted on, not typed
  readonly body: any;
};

export const cognitoCall = async (url: string, operation: string, body: object): Promise<CognitoAnswer> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
};

/** The two calls of a custom sign-in, as any client makes them. */
export const signInCalls = (stack: { readonly cognito: string; readonly clientId: string }) => ({
  start: (username: string) =>
    cognitoCall(stack.cognito, 'InitiateAuth', {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: stack.clientId,
      AuthParameters: { USERNAME: username },
    }),
  answer: (round: CognitoAnswer, answer: string, clientMetadata?: Record<string, string>) =>
    cognitoCall(stack.cognito, 'RespondToAuthChallenge', {
      ClientId: stack.clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: round.body.Session,
      ChallengeResponses: { USERNAME: round.body.ChallengeParameters.USERNAME, ANSWER: answer },
      ...(clientMetadata && { ClientMetadata: clientMetadata }),
    }),
  signUp: (email: string) =>
    cognitoCall(stack.cognito, 'SignUp', {
      ClientId: stack.clientId,
      Username: email,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
});
