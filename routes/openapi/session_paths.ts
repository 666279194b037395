import * as z from "zod";
import { sessionsSchema } from "../response_schemas.ts";
import { type Document, json, problems, schemaOf, SESSION } from "./describe.ts";

/** The paths of sessions. */
export function sessionPaths(): Record<string, Document> {
  const tags = ["Accounts"];
  return {
    "/sessions": {
      get: {
        operationId: "sessions",
        tags,
        summary: "The sessions of the user, newest first",
        description: "Tokens of programs and browsers that are signed in.",
        security: SESSION,
        responses: {
          200: json("The sessions", sessionsSchema),
          ...problems("unauthenticated", "forbidden", "rate_limited", "unavailable"),
        },
      },
      delete: {
        operationId: "end_sessions",
        tags,
        summary: "End all sessions, also that of the request",
        description: "Their tokens are invalid everywhere within two seconds. API keys stay valid.",
        security: SESSION,
        responses: {
          204: { description: "All sessions have ended" },
          ...problems("unauthenticated", "forbidden", "rate_limited", "unavailable"),
        },
      },
    },
    "/sessions/{id}": {
      delete: {
        operationId: "end_session",
        tags,
        summary: "End one session, everywhere within two seconds",
        description: "The id is that of an item of GET /sessions.",
        security: SESSION,
        parameters: [{ name: "id", in: "path", required: true, schema: schemaOf(z.uuid()) }],
        responses: {
          204: { description: "The session has ended" },
          ...problems("unauthenticated", "forbidden", "not_found", "rate_limited", "unavailable"),
        },
      },
    },
  };
}
