// The module that a sandbox loads in the place of a function: every sign-in and every event finds a new container, and
// what it prints goes to the meter.
import { createDeliveryEvents } from '../../../functions/create-delivery-events.ts';
import { createTriggers } from '../../../functions/create-triggers.ts';
import { CONFIG_VARIABLE } from '../../../functions/runtime/config.ts';
import { environment } from '../../../functions/runtime/environment.ts';
import { METERED_CHANNELS, METERED_FUNCTION, METERED_URL, type MeteredInvocation } from './meter.ts';

type Handler = (event: unknown, context: never) => Promise<unknown>;
type TriggerEvent = { readonly triggerSource: string; readonly request?: { readonly session?: readonly unknown[] } };

const settings = new URL(import.meta.url).searchParams;
const meter = settings.get(METERED_URL) ?? '';
const name = settings.get(METERED_FUNCTION) as MeteredInvocation['function'];
const endpoint = (service: string): string => `${meter}/to/${service}`;

Object.assign(environment, {
  AWS_ENDPOINT_URL: endpoint('aws'),
  AWS_ENDPOINT_URL_DYNAMODB: endpoint('dynamodb'),
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint('cognito'),
});
if (settings.get(METERED_CHANNELS) === 'email') {
  const { sms: _sms, push: _push, pinpoint: _pinpoint, ...config } = JSON.parse(environment[CONFIG_VARIABLE] ?? '{}');
  Object.assign(environment, { [CONFIG_VARIABLE]: JSON.stringify({ ...config, routing: { order: ['email'] } }) });
}

// Loaded beforehand: every sign-in begins from nothing here, and must not lose its 500 ms for the keys to reading files.
await Promise.all([
  import('../../../functions/store/kms-client.ts'),
  import('../../../functions/store/cognito-client.ts'),
  import('../../../channels/ses.ts'),
  import('../../../channels/sns.ts'),
  import('../../../channels/pinpoint.ts'),
]);

let printed = '';
process.stdout.write = ((text: string | Uint8Array) => {
  printed += typeof text === 'string' ? text : new TextDecoder().decode(text);
  return true;
}) as typeof process.stdout.write;

const begins = (event: unknown): boolean => {
  const { triggerSource, request } = event as TriggerEvent;
  const isFirstRound = triggerSource === 'DefineAuthChallenge_Authentication' && request?.session?.length === 0;
  return name === 'mail events' || isFirstRound || triggerSource.startsWith('PreSignUp');
};
const start = (): Handler =>
  name === 'triggers' ? (createTriggers().handler as Handler) : (createDeliveryEvents() as Handler);
let running: Handler | undefined;

export const handler: Handler = async (event, context) => {
  // Whom the stack begins with: triggers let those pass unchanged, and nothing is there yet that could be counted.
  if ((event as TriggerEvent).triggerSource === 'PreSignUp_AdminCreateUser') return event;
  const isNew = running === undefined || begins(event);
  const current = isNew || running === undefined ? start() : running;
  running = current;
  const result = await current(event, context);
  const lines = printed.split('\n').filter((line) => line !== '');
  printed = '';
  const { triggerSource: trigger = null } = event as Partial<TriggerEvent>;
  const invocation: MeteredInvocation = { function: name, trigger, isNewContainer: isNew, lines };
  await fetch(`${meter}/invocations`, { method: 'POST', body: JSON.stringify(invocation) });
  return result;
};
