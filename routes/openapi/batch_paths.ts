import { batchAnswerSchema, batchLineSchema, batchSchema } from "../batch_schemas.ts";
import {
  body,
  BODY_PROBLEMS,
  type Document,
  problems,
  schemaOf,
  SESSION_OR_KEY,
} from "./describe.ts";

/** The path of batches. */
export function batchPaths(): Record<string, Document> {
  return {
    "/batch": {
      post: {
        operationId: "batch",
        tags: ["Calculations"],
        summary: "Up to 100 calculations in one request",
        description:
          "Each item has its own answer or problem, its own log entry and its own place " +
          "in the queue and in limits; equal items are computed once. A batch that is predicted to " +
          "take more than four time limits is refused.",
        security: SESSION_OR_KEY,
        requestBody: body({ "application/json": batchSchema }),
        responses: {
          200: {
            description: "The items in order, or as NDJSON each as soon as it is answered",
            content: {
              "application/json": { schema: schemaOf(batchAnswerSchema) },
              "application/x-ndjson": { schema: schemaOf(batchLineSchema) },
            },
          },
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "invalid_input",
            "too_costly",
            "overloaded",
            "unavailable",
          ),
        },
      },
    },
  };
}
