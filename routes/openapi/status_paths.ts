import { healthSchema, probeSchema } from "../response_schemas.ts";
import { type Document, json, problems, PUBLIC } from "./describe.ts";

/** The paths of health checks and metrics. */
export function statusPaths(): Record<string, Document> {
  const tags = ["Status"];
  return {
    "/health": {
      get: {
        operationId: "health",
        tags,
        summary: "State of the service and its dependencies",
        description: "From state that is kept in the background.",
        security: PUBLIC,
        responses: {
          ...problems(),
          200: json("Calculations can be recorded", healthSchema),
          503: json("Calculations cannot be recorded", healthSchema),
        },
      },
    },
    "/health/live": {
      get: {
        operationId: "live",
        tags,
        summary: "Whether the process is alive",
        description: "Never waits for a dependency.",
        security: PUBLIC,
        responses: { ...problems(), 200: json("Alive", probeSchema) },
      },
    },
    "/health/ready": {
      get: {
        operationId: "ready",
        tags,
        summary: "Whether the process can answer requests",
        description: "For load balancers.",
        security: PUBLIC,
        responses: {
          ...problems(),
          200: json("Ready", probeSchema),
          503: json("Not ready", probeSchema),
        },
      },
    },
    "/metrics": {
      get: {
        operationId: "metrics",
        tags,
        summary: "Metrics for Prometheus",
        description:
          "In the text format of Prometheus, or in that of OpenMetrics 1.0, which has the " +
          "traces of requests as exemplars, if `Accept` prefers it.",
        security: [{}, { operator: [] }],
        responses: {
          200: {
            description: "Metrics",
            content: {
              "text/plain": { schema: { type: "string" } },
              "application/openmetrics-text": { schema: { type: "string" } },
            },
          },
          ...problems("unauthenticated"),
        },
      },
    },
  };
}
