import { Hono } from "hono";
import { ServiceError } from "../domain/errors.ts";
import type { RequestObserver } from "../domain/ports.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { createHostCheck } from "./middleware/host_check.ts";
import { observe } from "./middleware/observe.ts";
import { refuseInvalid } from "./middleware/refuse_invalid.ts";
import { sizeProblem } from "./middleware/size_problem.ts";
import { asServiceError, prepareErrorResponse, problemResponse } from "./respond.ts";
import { createStatusRoutes, type StatusRoutesOptions } from "./status.ts";

export interface StatusAppOptions extends StatusRoutesOptions {
  readonly requests: RequestObserver;
}

/** The HTTP interface of a process without calculations: health and metrics only. */
export function createStatusApp(options: StatusAppOptions): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(observe({ observer: options.requests }));
  app.use(refuseInvalid(createHostCheck(), sizeProblem));
  app.route("/", createStatusRoutes(options));
  app.notFound((context) =>
    respondWithError(context, new ServiceError("not_found", "Nothing was found at this path"))
  );
  app.onError((error, context) => respondWithError(context, asServiceError(error)));
  return app;
}

function respondWithError(context: AppContext, error: ServiceError): Response {
  prepareErrorResponse(context, error);
  return problemResponse(context, error);
}
