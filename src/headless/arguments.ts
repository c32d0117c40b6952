/**
 * @file Reading the options of a command, with errors that end in its usage line.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { CommandError } from './command-error';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the options of a command; there are no positional arguments.
 *
 * @param usage one line, shown with every error
 * @throws CommandError that names an unknown option or a missing value
 */
export function readArguments<T extends Options>(usage: string, args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\nUsage: ${usage}`);
  }
}

/** The value of an option that must be one of a few words. */
export function readChoice<T extends string>(option: string, given: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === given);
  if (choice === undefined) throw new CommandError(`${option} is "${given}"; expected ${choices.join(', ')}`);
  return choice;
}
