/** What a command ends with: done, failed, wrong usage, input or configuration, or Ctrl-C. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export type ExitCode = typeof EXIT[keyof typeof EXIT];

/** A verb of the command line. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  readonly summary: string;
  /** Throws a UsageError, a ConfigError or a ServiceError; their messages are for people. */
  run(args: readonly string[]): Promise<ExitCode>;
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function print(text: string): void {
  console.log(text);
}
