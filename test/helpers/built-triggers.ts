// The module that the local stack's worker loads in the place of the sources: hands each event to the built function.
import { join } from 'node:path';
import { startLambda } from './lambda-process.ts';

const settings = new URL(import.meta.url).searchParams;
const built = settings.get('built') ?? '';
const isOne = settings.get('isolation') === 'one';

const folders: Readonly<Record<string, string>> = {
  PreSignUp: 'pre-sign-up',
  DefineAuthChallenge: 'define',
  CreateAuthChallenge: 'create',
  VerifyAuthChallengeResponse: 'verify',
  PostAuthentication: 'post-authentication',
};

const env = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
);
if (settings.get('channels') === 'email') {
  const {
    sms: _sms,
    push: _push,
    pinpoint: _pinpoint,
    routing: _routing,
    ...config
  } = JSON.parse(env.DOORCODE_CONFIG ?? '');
  env.DOORCODE_CONFIG = JSON.stringify(config);
}
const configurationSet = settings.get('set');
if (configurationSet !== null) {
  const config = JSON.parse(env.DOORCODE_CONFIG ?? '');
  env.DOORCODE_CONFIG = JSON.stringify({ ...config, email: { ...config.email, configurationSet } });
}
const print = (line: object) => console.log(JSON.stringify(line));

const start = async (folder: string) => {
  const running = await startLambda({
    directory: join(built, folder),
    env: { ...env, AWS_LAMBDA_FUNCTION_NAME: folder },
    onCall: (call) => print({ calledBy: folder, ...call }),
    onLine: (line) => console.log(line),
  });
  print({ startedAs: folder, hasUndici: running.hasUndici });
  return running;
};

const names = isOne ? ['triggers'] : Object.values(folders);
const running = new Map(await Promise.all(names.map(async (name) => [name, await start(name)] as const)));

export const handler = async (event: { readonly triggerSource: string }): Promise<unknown> => {
  const folder = isOne ? 'triggers' : (folders[event.triggerSource.split('_')[0] ?? ''] ?? '');
  return running.get(folder)?.invoke(event);
};
