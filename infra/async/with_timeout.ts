import { deadlineIn } from "./deadline.ts";

export interface TimeoutOptions {
  readonly timeoutMs: number;
  /** Start of the error message, as in "No answer from SQLite within 300 ms". */
  readonly message: string;
}

/** The result of the work. Throws after the timeout; a later result or error is ignored. */
export async function withTimeout<Result>(
  work: Promise<Result>,
  { timeoutMs, message }: TimeoutOptions,
): Promise<Result> {
  if (!await deadlineIn(timeoutMs).wait(work)) throw timeoutError({ timeoutMs, message });
  return await work;
}

export function timeoutError({ timeoutMs, message }: TimeoutOptions): Error {
  return new Error(`${message} within ${timeoutMs} ms`);
}
