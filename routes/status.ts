import { Hono } from "hono";
import { accepts } from "hono/accepts";
import { constantTimeEqual } from "../domain/constant_time_equal.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Damage, Health } from "../domain/ports.ts";
import { bearerToken } from "./bearer_token.ts";
import type { AppContext, AppEnv } from "./context.ts";

export interface StatusRoutesOptions {
  readonly version: string;
  readonly health: () => Health;
  readonly exposeMetrics: ExposeMetrics;
  readonly metricsToken: string | undefined;
}

/** Returns all metrics in a text format. */
export type ExposeMetrics = (
  format: "prometheus" | "openmetrics",
) => Promise<{ readonly body: string; readonly contentType: string }>;

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
    const format = prefersOpenMetrics(context) ? "openmetrics" : "prometheus";
    const { body, contentType } = await exposeMetrics(format);
    return context.body(body, 200, { "Content-Type": contentType, Vary: "Accept" });
  });

  return routes;
}

/** Whether `Accept` prefers OpenMetrics 1.0 to plain text, as Prometheus does. */
function prefersOpenMetrics(context: AppContext): boolean {
  return accepts(context, {
    header: "Accept",
    supports: ["text/plain", OPEN_METRICS],
    default: "text/plain",
    match: (accepted, { supports, default: fallback }) =>
      accepted.filter(({ q, type, params }) =>
        q > 0 && (type !== OPEN_METRICS || params.version === "1.0.0")
      ).map(({ type }) => type).find((type) => supports.includes(type)) ?? fallback,
  }) === OPEN_METRICS;
}

const OPEN_METRICS = "application/openmetrics-text";

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
