import { parseArgs } from 'node:util';
import { DEFAULT_PROVIDERS, type LocalProviders } from './deployment.ts';

export type Ports = { readonly web: number; readonly cognito: number; readonly aws: number; readonly dynamodb: number };

export type StackOptions = {
  readonly ports: Ports;
  readonly providers: LocalProviders;
  readonly json: boolean;
  readonly help: boolean;
};

const DEFAULT_PORTS: Ports = { web: 3000, cognito: 9229, aws: 4579, dynamodb: 8000 };

export const HELP = `Usage: npm start -- [options]

Runs all of Doorcode on this machine: sign-in page, inbox, user pool, triggers, database.

  --port-web <n>        sign-in page and inbox              (default ${DEFAULT_PORTS.web})
  --port-cognito <n>    Cognito-compatible user pool        (default ${DEFAULT_PORTS.cognito})
  --port-aws <n>        SES, SNS, Pinpoint, KMS, faults     (default ${DEFAULT_PORTS.aws})
  --port-dynamodb <n>   DynamoDB                            (default ${DEFAULT_PORTS.dynamodb})
  --ports 0             a free port for each of them
  --sms <provider>      who sends text messages: sns or pinpoint   (default ${DEFAULT_PROVIDERS.sms})
  --push <provider>     who sends notifications: pinpoint or sns   (default ${DEFAULT_PROVIDERS.push})
  --json                print one line of JSON with all addresses, for programs
  --help                this text
`;

/**
 * Reads the command line.
 * @throws {TypeError} naming the option, its value and what is allowed
 */
export const parseStackOptions = (args: readonly string[]): StackOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      ports: { type: 'string' },
      sms: { type: 'string', default: DEFAULT_PROVIDERS.sms },
      push: { type: 'string', default: DEFAULT_PROVIDERS.push },
      'port-web': { type: 'string' },
      'port-cognito': { type: 'string' },
      'port-aws': { type: 'string' },
      'port-dynamodb': { type: 'string' },
    },
  });
  if (values.ports !== undefined && values.ports !== '0') {
    throw new TypeError(`--ports is ${values.ports}: the only value is 0, for free ports; set one with --port-web <n>`);
  }
  const port = (name: keyof Ports): number => {
    const text = values[`port-${name}`];
    if (text === undefined) return values.ports === '0' ? 0 : DEFAULT_PORTS[name];
    const number = Number(text);
    if (/^\d{1,5}$/.test(text) && number <= 65_535) return number;
    throw new TypeError(`--port-${name} is ${text}: give a port from 1 to 65535, or 0 for a free one`);
  };
  return {
    providers: { sms: provider('sms', values.sms), push: provider('push', values.push) },
    json: values.json,
    help: values.help,
    ports: { web: port('web'), cognito: port('cognito'), aws: port('aws'), dynamodb: port('dynamodb') },
  };
};

const provider = (name: keyof LocalProviders, value: string): 'sns' | 'pinpoint' => {
  if (value === 'sns' || value === 'pinpoint') return value;
  throw new TypeError(`--${name} is ${value}: the providers are sns and pinpoint`);
};
