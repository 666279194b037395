import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import {
  createOutlineTables,
  type OutlineTools,
} from "../../../../domain/numbers/outline/outline_tools.ts";

/** Shared by the tests of an isolate: computing long constants takes longer than most tests. */
export const outlineTables = createOutlineTables();

export const tools: OutlineTools = { ...outlineTables, context: NEVER_CANCELLED };

/** Tools with empty tables. */
export function createTools(): OutlineTools {
  return { ...createOutlineTables(), context: NEVER_CANCELLED };
}
