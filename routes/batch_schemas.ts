import * as z from "zod";
import { OPERATIONS } from "../domain/operations/mod.ts";
import { optionShape } from "../domain/operations/options.ts";
import { MAX_BATCH_ITEMS } from "./batches.ts";
import { abbreviatedShape, answerSchema, problemSchema } from "./response_schemas.ts";

const operationItem = z.object({
  operation: z.enum(OPERATIONS.map(({ name }) => name)),
  input: z.record(z.string(), z.unknown()).meta({ description: "The fields of the operation" }),
  ...optionShape(),
}).meta({ id: "OperationItem", description: "A question about an operation" });

const expressionItem = z.object({
  expression: z.string(),
  variables: z.record(z.string(), z.unknown()).optional(),
}).meta({ id: "ExpressionItem", description: "A question for the operation evaluate" });

/** Body of `POST /batch`, for the OpenAPI document: each item is validated on its own. */
export const batchSchema = z.object({
  items: z.array(z.union([operationItem, expressionItem])).min(1).max(MAX_BATCH_ITEMS).meta({
    examples: [[
      { operation: "factorial", input: { n: 20 } },
      { operation: "pow", input: { base: 2, exponent: "1e18" }, mod: 1000000007 },
    ]],
  }),
}).meta({ id: "Batch" });

const answerItem = z.looseObject({
  status: z.literal(200),
  ...answerSchema.shape,
  ...abbreviatedShape,
}).meta({
  id: "AnswerItem",
  description:
    "An answer. A result above 1,000 digits is null, with its first and last 20 digits " +
    "and SHA-256; an operation may add members.",
});

const problemItem = z.object({
  ...problemSchema.shape,
  status: z.int().min(400),
  retry_after: z.int().optional().meta({ description: "Seconds to wait before a retry" }),
}).meta({ id: "ProblemItem", description: "A problem document" });

const batchItem = z.union([answerItem, problemItem]).meta({ id: "BatchItem" });

export const batchAnswerSchema = z.object({
  batch: z.uuid().meta({ description: "UUIDv7 in the log entries of all items" }),
  items: z.array(batchItem).meta({ description: "In the order of the request" }),
}).meta({ id: "BatchAnswer" });

const lineShape = {
  index: z.int().meta({ description: "Index of the item in the request" }),
};

/** A line of the answer as NDJSON. */
export const batchLineSchema = z.union([
  answerItem.extend(lineShape).meta({ id: "AnswerLine", description: "An answer and its index" }),
  problemItem.extend(lineShape).meta({
    id: "ProblemLine",
    description: "A problem document and its index",
  }),
]).meta({ id: "BatchLine" });
