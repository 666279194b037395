import { Hono } from "hono";
import { ServiceError } from "../domain/errors.ts";
import type { RequestObserver } from "../domain/ports.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { observe } from "./middleware/observe.ts";
import { asServiceError, problem, setFailure } from "./respond.ts";
import { createStatusRoutes, type StatusRoutesOptions } from "./status.ts";

export interface StatusAppOptions extends StatusRoutesOptions {
  readonly requests: RequestObserver;
}

/** The HTTP interface of a process without calculations: health and metrics only. */
export function createStatusApp(options: StatusAppOptions): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(observe({ observer: options.requests }));
  app.route("/", createStatusRoutes(options));
  app.notFound((context) => fail(context, new ServiceError("not_found", "Nothing is here")));
  app.onError((error, context) => fail(context, asServiceError(error)));
  return app;
}

function fail(context: AppContext, error: ServiceError): Response {
  setFailure(context, error);
  return problem(context, error);
}
