import type { AppContext } from "./context.ts";

/** Returns the query parameters without the empty ones, which forms send. */
export function nonEmptyParameters(context: AppContext): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context.req.query()).filter(([, value]) => value !== ""),
  );
}
