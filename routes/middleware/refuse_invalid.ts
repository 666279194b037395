import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../context.ts";
import { refuseRequest } from "../respond.ts";

/** Says what is wrong with a request; returns undefined if nothing is. */
export type Check = (context: AppContext) => string | undefined;

/** Rejects requests that a check refuses, before anything parses them further. */
export function refuseInvalid(...checks: readonly Check[]): MiddlewareHandler<AppEnv> {
  return function refuseInvalidRequest(context, next) {
    for (const check of checks) {
      const problem = check(context);
      if (problem !== undefined) return Promise.resolve(refuseRequest(context, problem));
    }
    return next();
  };
}
