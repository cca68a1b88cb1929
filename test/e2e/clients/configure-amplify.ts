import { Amplify } from 'aws-amplify';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import type { StackConfig } from '../../../infra/local/local-stack.ts';
import type { memoryStorage } from './memory-storage.ts';

/** Points Amplify at the user pool of a running stack, and its tokens at this storage. */
export const configureAmplify = (
  { userPoolId, clientId, cognito }: StackConfig,
  storage: ReturnType<typeof memoryStorage>,
): void => {
  const warn = console.warn;
  // Amplify warns of every endpoint that is not AWS's, which here is the point.
  console.warn = () => undefined;
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: cognito } } });
  console.warn = warn;
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
};
