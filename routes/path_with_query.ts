import type { AppContext } from "./context.ts";

/** The path and the query of a request, to return to after signing in. */
export function pathWithQuery(context: AppContext): string {
  const query = new URLSearchParams(context.req.query()).toString();
  return query === "" ? context.req.path : `${context.req.path}?${query}`;
}
