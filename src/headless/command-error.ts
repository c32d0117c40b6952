/**
 * A mistake of the user, or a failure that is explained in full: the command prints the message, without a stack
 * trace, and exits with `exitCode` (2 for a command that could not begin, 1 for one that failed).
 */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}
