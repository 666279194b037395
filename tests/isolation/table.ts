import { type Attempt, ATTEMPTS, type Targets } from "./attempts.ts";

/** Outcome of each attempt, by permission and name: `done`, `refused` or another error. */
export type Table = Record<string, Record<string, string>>;

/** Runs all attempts sequentially. */
export async function tryEverything(targets: Targets): Promise<Table> {
  const table: Table = {};
  for (const [kind, attempts] of Object.entries(ATTEMPTS)) {
    const outcomes: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(attempts)) {
      outcomes[name] = await outcomeOf(attempt, targets);
    }
    table[kind] = outcomes;
  }
  return table;
}

export async function outcomeOf(attempt: Attempt, targets: Targets): Promise<string> {
  try {
    await attempt(targets);
    return "done";
  } catch (error) {
    return isRefusal(error) ? "refused" : String(error);
  }
}

/**
 * Errors that mean a missing permission; any other means that the attempt was allowed. A compiled
 * program never finds a module at a URL, whatever its permissions.
 */
function isRefusal(error: unknown): boolean {
  if (error instanceof Deno.errors.NotCapable) return true;
  const { message = "", code } = error as { message?: string; code?: string };
  return /^(Requires \w+ access|Module not found: http)/.test(message) || code === "EPERM" ||
    message === "too many attached databases - max 0";
}
