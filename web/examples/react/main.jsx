import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../../widget/define.ts';

const App = ({ endpoint, clientId }) => {
  const [email, setEmail] = useState(null);
  const listeners = {
    'ondoorcode:signed-in': ({ detail }) => setEmail(detail.session.claims.email),
    'ondoorcode:signed-out': () => setEmail(null),
  };
  return (
    <>
      <h1>React 19</h1>
      <p>{email === null ? 'Nobody is signed in.' : `React knows ${email}.`}</p>
      <doorcode-sign-in endpoint={endpoint} client-id={clientId} {...listeners} />
    </>
  );
};

const main = document.getElementById('main');
createRoot(main).render(<App {...main.dataset} />);
