import { CommanderError } from 'commander';
import { ConfigError } from '../../functions/runtime/config.ts';
import { defect, explain, stacksOf, UsageError } from './cli-error.ts';
import { type CliWorld, createProgram } from './program.ts';

/** How the program ended: all well; bad news, or a step that failed; called in a way that makes no sense. */
export type ExitStatus = 0 | 1 | 2;

/** Runs one command line. Whatever goes wrong ends in words; its stack is shown to whoever asks for it by `--debug`. */
export const runCli = async (args: readonly string[], world: Omit<CliWorld, 'fail'>): Promise<ExitStatus> => {
  let status: ExitStatus = 0;
  const program = createProgram({
    ...world,
    fail: () => {
      status = 1;
    },
  });
  const { terminal } = world;
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.write(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  }
  try {
    if (args.length === 0) {
      program.outputHelp();
      return 2;
    }
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.note(error instanceof ConfigError ? error.message : (explain(error) ?? defect(error)));
    if (program.opts().debug === true) terminal.note(stacksOf(error));
    return error instanceof UsageError ? 2 : 1;
  }
};
