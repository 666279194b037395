import { Hono } from "hono";
import { constantTimeEqual } from "../domain/constant_time_equal.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Damage, Health } from "../domain/ports.ts";
import { bearerToken } from "./bearer_token.ts";
import type { AppEnv } from "./context.ts";

export interface StatusRoutesOptions {
  readonly version: string;
  readonly health: () => Health;
  readonly exposeMetrics: () => Promise<{ readonly body: string; readonly contentType: string }>;
  readonly metricsToken: string | undefined;
}

/** Health checks for load balancers and operators, and metrics for Prometheus. */
export function createStatusRoutes(options: StatusRoutesOptions): Hono<AppEnv> {
  const { version, health, exposeMetrics, metricsToken } = options;
  const routes = new Hono<AppEnv>();

  routes.get("/health", (context) => {
    const current = health();
    const { database, cache, events, recording, clockSkew, damage } = current;
    const checks = { database, cache, events };
    const isDegraded = Object.values(checks).includes("failing") || damage !== undefined ||
      !current.ready;
    const status = isDegraded ? "degraded" : "ok";
    const details = {
      ...(clockSkew !== undefined && { clock_skew_seconds: clockSkew }),
      ...(damage && { damage: DAMAGE[damage] }),
      ...waiting(current),
    };
    return context.json({ status, version, checks, ...details }, recording ? 200 : 503);
  });

  routes.get("/health/live", (context) => context.json({ status: "ok" }));

  routes.get("/health/ready", (context) => {
    const current = health();
    return current.ready && current.recording
      ? context.json({ status: "ok" })
      : context.json({ status: "unavailable", ...waiting(current) }, 503);
  });

  routes.get("/metrics", async (context) => {
    if (metricsToken !== undefined) {
      const isOperator = isSameText(bearerToken(context) ?? "", metricsToken);
      if (!isOperator) {
        throw new ServiceError("unauthenticated", "Metrics require the operator's token");
      }
    }
    const { body, contentType } = await exposeMetrics();
    return context.body(body, 200, { "Content-Type": contentType });
  });

  return routes;
}

const DAMAGE: Readonly<Record<Damage, string>> = {
  entries: "Some log entries are damaged: see entry_damaged in the application log",
  database: "The database is damaged: see database_damaged in the application log",
};

function isSameText(actual: string, expected: string): boolean {
  const encoder = new TextEncoder();
  return constantTimeEqual(encoder.encode(actual), encoder.encode(expected));
}

function waiting(health: Health) {
  return !health.ready && { waiting_for: health.waitingFor };
}
