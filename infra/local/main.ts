import { PortError } from './http.ts';
import { type LocalStack, type StackConfig, startLocalStack } from './local-stack.ts';
import { HELP, parseStackOptions, type StackOptions } from './stack-options.ts';

const others = (users: StackConfig['users']): string =>
  users
    .filter(({ channel }) => channel !== 'email')
    .map(({ username, channel }) => `${username} (${channel})`)
    .join(', ');

const welcome = ({ web, cognito, aws, userPoolId, clientId, users }: StackConfig): string => `
Doorcode is running, for development, on this machine only.

  Sign-in page   ${web}
  Inbox          ${web}/inbox
  Dashboard      ${web}/dashboard
  Examples       ${web}/examples
  User pool      ${cognito}   pool ${userPoolId}, client ${clientId}
  Logs, faults   ${aws}/logs, ${aws}/faults

Next: open the sign-in page, sign in as ${users[0]?.username} (or sign up with any address),
and read the code in the inbox. Others get theirs another way: ${others(users)}. Ctrl-C stops everything; nothing is kept.
`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const readOptions = (): StackOptions => {
  try {
    return parseStackOptions(process.argv.slice(2));
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${HELP}`);
  }
};

const start = async ({ ports, providers }: StackOptions): Promise<LocalStack> => {
  try {
    return await startLocalStack({ ports, providers, warn: (message) => console.error(message) });
  } catch (error) {
    if (error instanceof PortError) return fail(`Doorcode could not start: ${error.message}.`);
    throw error;
  }
};

const options = readOptions();
if (options.help) {
  console.log(HELP);
} else {
  const stack = await start(options);
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    if (!options.json) console.log('\nStopping.');
    stack.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`Doorcode did not stop cleanly: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  console.log(options.json ? JSON.stringify(stack.config) : welcome(stack.config));
}
