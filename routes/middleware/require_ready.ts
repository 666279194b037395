import type { MiddlewareHandler } from "hono";
import { unavailable } from "../../domain/errors.ts";
import type { Health, StartStep } from "../../domain/ports.ts";
import type { AppEnv } from "../context.ts";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

export interface RequireReadyOptions {
  readonly health: () => Health;
}

const REASON: Readonly<Record<StartStep, string>> = {
  database: "the database cannot be reached",
  migration: "the database has not been migrated to this version",
  sessions: "the sessions have not been read yet",
  clock: "its clock is wrong",
};

/**
 * Until the service is ready, rejects requests that could write as `unavailable`: all with an unsafe
 * method, and all with credentials, because a calculation by GET is recorded too.
 */
export function requireReady({ health }: RequireReadyOptions): MiddlewareHandler<AppEnv> {
  return function rejectUntilReady(context, next) {
    const current = health();
    if (!current.ready) {
      const { method } = context.req;
      const isAnonymousRead = SAFE_METHODS.has(method) &&
        context.req.header("authorization") === undefined;
      if (!isAnonymousRead) {
        throw unavailable(`The service is not ready: ${REASON[current.waitingFor]}`);
      }
    }
    return next();
  };
}
