const widget = document.querySelector('doorcode-sign-in');
const answer = document.getElementById('answer');

document.getElementById('call').addEventListener('click', async () => {
  const session = await widget.getSession();
  const headers = session === null ? {} : { authorization: `Bearer ${session.accessToken}` };
  const response = await fetch('/account', { headers });
  answer.textContent = `${response.status} ${JSON.stringify(await response.json(), null, 2)}`;
});
