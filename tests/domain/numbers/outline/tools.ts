import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import {
  createOutlineTables,
  type OutlineTools,
} from "../../../../domain/numbers/outline/outline_tools.ts";

export function createTools(): OutlineTools {
  return { ...createOutlineTables(), context: NEVER_CANCELLED };
}
