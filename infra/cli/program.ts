import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { commands } from '../build/commands.ts';
import { packageRoot } from '../build/package-root.ts';
import { audit } from './audit/audit-command.ts';
import { UsageError } from './cli-error.ts';
import { configCheck } from './config-command.ts';
import { type Deployment, openDeployment, type Where } from './deployment.ts';
import { devices } from './devices-command.ts';
import { doctor } from './doctor/doctor-command.ts';
import { triggerFunctionsIn } from './doctor/trigger-functions.ts';
import { parseDuration } from './duration.ts';
import { forget } from './forget-command.ts';
import { limits } from './limits/limits-command.ts';
import { askForCode, codeFromCommand, codeFromInbox } from './smoke/code-source.ts';
import { checkAddress } from './smoke/smoke-address.ts';
import { smoke } from './smoke/smoke-command.ts';
import { smokeTarget } from './smoke/smoke-target.ts';
import type { Terminal } from './terminal.ts';

/** What the commands run in. */
export type CliWorld = {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** Ends what goes on until it is told to stop. */
  readonly signal: AbortSignal;
  /** Called where a command worked and its answer is bad news. */
  readonly fail: () => void;
};

const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${commands.doorcode} ${line}`).join('\n')}`;

const WHERE = `
Which deployment: --local names a local stack. Otherwise the functions' configuration, from --config or DOORCODE_CONFIG,
in the account and region of the AWS environment (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL).`;

const version = (): string =>
  (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly version: string }).version;

/** The command line of the operator. Each command says in its help what it does and shows how it is called. */
export const createProgram = (world: CliWorld): Command => {
  const { terminal, env, clock, signal, fail } = world;
  const program = new Command('doorcode')
    .description('Answers what an operator asks of a Doorcode deployment.')
    .version(version(), '--version', 'shows the version of this package')
    .option('--debug', 'shows where in the program something went wrong, beside the words')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for what there is)')
    .showSuggestionAfterError()
    .helpCommand(false)
    .addHelpText(
      'after',
      `${WHERE}\n${examples('audit --user ann@example.com', 'doctor --local http://127.0.0.1:3000', 'audit --help')}`,
    );

  const command = (name: string, description: string, ...shown: readonly string[]): Command =>
    program
      .command(name)
      .description(description)
      .addHelpText('after', examples(...shown));
  const about = (name: string, description: string, ...shown: readonly string[]): Command =>
    command(name, description, ...shown)
      .option('--local <url>', 'the web address of a local stack, as in http://127.0.0.1:3000')
      .addOption(
        new Option('--config <file>', "the functions' configuration (the JSON of DOORCODE_CONFIG)").conflicts('local'),
      )
      .option('--user-pool <id>', 'the user pool, where the configuration names none')
      .option('--client <id>', 'the app client, where the configuration names none');
  const withDeployment = async (where: Where, work: (deployment: Deployment) => Promise<void>): Promise<void> => {
    const deployment = await openDeployment(where, env);
    try {
      await work(deployment);
    } finally {
      deployment.close();
    }
  };

  about(
    'audit',
    'Tells in plain words what happened: who asked for a code, by which channel it went, what became of it and why.',
    'audit --user ann@example.com',
    'audit --destination +31612345678 --since 7d',
    'audit --since 15m --follow',
  )
    .option('--user <name|sub>', 'one person, by sub, user name, email address or phone number')
    .option('--destination <address>', 'one email address, phone number or device token, whoever asked')
    .option(
      '--since <duration>',
      'how far back, as in 90s, 30m, 2h, 7d (default 24h; alone: everybody, reads the whole table)',
    )
    .option('--follow', 'goes on with what happens from now on')
    .option('--json', 'one JSON object a line')
    .action((options) =>
      withDeployment(options, (deployment) => audit({ deployment, terminal, clock, signal }, options)),
    );

  about('devices', "Lists a person's devices that take notifications.", 'devices --user ann@example.com')
    .requiredOption('--user <name|sub>', 'whose')
    .option('--json', 'a JSON list')
    .action((options) => withDeployment(options, (deployment) => devices({ deployment, terminal, clock }, options)));

  about(
    'limits',
    'Shows which limits of a person are used up and until when; can take wrong answers away, and stops after bounces.',
    'limits --user ann@example.com',
    'limits --user ann@example.com --clear',
    'limits --user ann@example.com --allow-mail',
  )
    .requiredOption('--user <name|sub>', 'whose')
    .option('--clear', 'takes the wrong answers away, so that they can sign in at once; the audit trail says so')
    .option(
      '--allow-mail',
      'lets mail go again to an address of theirs that bounced or complained; the audit trail says so',
    )
    .option('--json', 'a JSON object')
    .action((options) => withDeployment(options, (deployment) => limits({ deployment, terminal, clock }, options)));

  about(
    'forget',
    'Erases the sign-in record, devices and audit rows of one person, and says what Cognito still holds.',
    'forget --user ann@example.com',
    'forget --user 5f0c6c1e-0a0a-4a52-9d3c-6c1f3f1f2a10 --yes',
  )
    .requiredOption('--user <name|sub>', 'who')
    .option('--yes', 'does not ask')
    .option('--json', 'a JSON object')
    .action((options) => withDeployment(options, (deployment) => forget({ deployment, terminal }, options)));

  about(
    'doctor',
    'Looks at everything that has to be right and says what is not, with the cure. Exit status 1 where people cannot sign in.',
    'doctor',
    'doctor --config doorcode.json --outputs cdk-outputs.json',
    'doctor --config doorcode.json --json',
  )
    .option('--outputs <file>', 'what cdk deploy --outputs-file wrote: whether the triggers run its functions')
    .option('--json', 'a JSON list of findings')
    .action((options) =>
      withDeployment(options, async (deployment) => {
        const known = options.outputs !== undefined && { triggerFunctions: await triggerFunctionsIn(options.outputs) };
        if (!(await doctor({ deployment, terminal, clock, ...known }, options))) fail();
      }),
    );

  const config = program.command('config').description('Looks at configurations.');
  config
    .command('check')
    .description('Checks a configuration and lists its mistakes.')
    .argument('[file]', "cdk.json, or the functions' configuration as JSON (default: DOORCODE_CONFIG)")
    .option('--json', 'the configuration with every default filled in')
    .addHelpText('after', examples('config check cdk.json', 'config check doorcode.json'))
    .action((file: string | undefined, options) => configCheck({ terminal, env }, file, options));

  about(
    'smoke',
    'Signs a test user up and in against a deployment, with a code that really arrives, and removes the user.',
    'smoke --outputs cdk-outputs.json --address you+smoke@example.com',
    'smoke --outputs cdk-outputs.json --address smoke@example.com --code-from ./read-code.sh',
    'smoke --local http://127.0.0.1:3000',
  )
    .addOption(
      new Option(
        '--outputs <file>',
        'what cdk deploy --outputs-file wrote, in the place of all of the above',
      ).conflicts(['local', 'config', 'userPool', 'client']),
    )
    .option('--address <address>', 'an address of yours that has no account (local stack: made up)')
    .option('--code-from <command>', 'prints the code that came to $DOORCODE_ADDRESS; asked again until it does')
    .option('--timeout <duration>', 'how long the code may take', '60s')
    .option('--json', 'a JSON object')
    .action(async (options) => {
      const timeoutMs = parseDuration(options.timeout, '--timeout');
      if (options.address !== undefined) checkAddress(options.address);
      const target = await smokeTarget(options, env);
      try {
        const local = target.local;
        const made = local === null ? undefined : `smoke-${randomBytes(6).toString('hex')}@example.com`;
        const address: string | undefined = options.address ?? made;
        if (address === undefined) throw new UsageError('--address is missing: give one of yours that has no account');
        const inboxOrAsk = local === null ? askForCode(terminal) : codeFromInbox(local, timeoutMs);
        const codeFor = options.codeFrom === undefined ? inboxOrAsk : codeFromCommand(options.codeFrom, env, timeoutMs);
        await smoke({ target, terminal, codeFor, clock }, { address, json: options.json });
      } finally {
        target.clients.close();
      }
    });

  return program;
};
