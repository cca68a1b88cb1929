import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signOut } from 'aws-amplify/auth';

const { endpoint, clientId, userPoolId } = document.querySelector('main').dataset;
Amplify.configure({
  Auth: { Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint } },
});

const show = async () => {
  const { tokens } = await fetchAuthSession();
  document.getElementById('amplify').textContent = `Amplify: ${tokens?.idToken?.payload.email ?? 'nobody'}`;
};

addEventListener('doorcode:signed-in', show);
addEventListener('doorcode:signed-out', show);
document.getElementById('sign-out').addEventListener('click', () => signOut());
void show();
