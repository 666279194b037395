/** Exit codes; `usage` stands for invalid usage, input or configuration, `interrupted` for Ctrl-C. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export type ExitCode = typeof EXIT[keyof typeof EXIT];

/** A subcommand of the program. */
export interface Command {
  readonly name: string;
  /** Arguments, shown by `help` after the name. */
  readonly usage: string;
  readonly summary: string;
  /**
   * Throws a UsageError, a ConfigError or a ServiceError, whose messages are shown to the user, or
   * an InterruptedError.
   */
  run(args: readonly string[]): Promise<ExitCode>;
}

/** Invalid command-line arguments. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Ctrl-C at a prompt, which ends the program without a message. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

export function print(text: string): void {
  console.log(text);
}
