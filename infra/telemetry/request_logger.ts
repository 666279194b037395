import { ServiceError } from "../../domain/errors.ts";
import type { RequestObserver } from "../../domain/ports.ts";
import { traceIdOf } from "../../domain/tracing.ts";
import { errorText } from "../../domain/error_text.ts";
import type { Logger } from "./logger.ts";

/**
 * Logs one line for each request and forwards it to the metrics. The level is `error` for 500, with
 * the stack, `warn` for other 5xx and `info` below. Lines of 5xx include the internal cause.
 */
export function createRequestLogger(logger: Logger, metrics: RequestObserver): RequestObserver {
  return {
    onAnswered(request) {
      metrics.onAnswered(request);
      const {
        requestId,
        method,
        handler,
        status,
        sentStatus,
        seconds,
        userId,
        keyId,
        error,
        traceparent,
      } = request;
      const fields = {
        request_id: requestId,
        method,
        route: handler,
        status,
        sent_status: sentStatus === status ? undefined : sentStatus,
        ms: Math.round(seconds * 1e6) / 1e3,
        user: userId,
        key: keyId,
        trace_id: traceparent && traceIdOf(traceparent),
        outcome: error instanceof ServiceError ? error.code : undefined,
      };
      if (status < 500) return logger.info("request", fields);
      const cause = error instanceof ServiceError && error.cause !== undefined
        ? { error: errorText(error.cause) }
        : {};
      if (status === 500) logger.error("request", { ...fields, ...cause, stack: stackOf(error) });
      else logger.warn("request", { ...fields, ...cause });
    },
  };
}

function stackOf(error: unknown): string | undefined {
  const { cause } = error as Error;
  return cause instanceof Error ? cause.stack : (error as Error).stack;
}
