import type { LogConfig } from "kysely";
import { errorText } from "../../domain/error_text.ts";

/** Remembers the first statement that failed because stored data is damaged. */
export interface DamageWatch {
  /** The error of that statement; undefined if there was none. */
  readonly first: () => string | undefined;
  /** Observes the statements of a Kysely instance. */
  readonly log: LogConfig;
}

export function createDamageWatch(isDamage: (error: unknown) => boolean): DamageWatch {
  let found: string | undefined;
  return {
    first: () => found,
    log: (event) => {
      if (event.level === "error" && isDamage(event.error)) found ??= errorText(event.error);
    },
  };
}
