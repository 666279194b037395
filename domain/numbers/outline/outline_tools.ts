import type { ComputeContext } from "../compute_context.ts";
import { LogarithmConstants } from "./logarithm_constants.ts";
import { UnitProductTables } from "./unit_products.ts";

/** Constants and tables reused from one outline to the next. */
export interface OutlineTables {
  readonly constants: LogarithmConstants;
  readonly unitProducts: UnitProductTables;
}

/** The context of a calculation that may outline numbers. */
export interface OutlineContext extends ComputeContext {
  /** Constants of outlines kept between calculations; new ones are created if omitted. */
  readonly outlineTables?: OutlineTables;
}

/** The context of a calculation, and the tables that it uses and extends. */
export interface OutlineTools extends OutlineTables {
  readonly context: ComputeContext;
}

/** Empty tables; an isolate keeps one set. */
export function createOutlineTables(): OutlineTables {
  return { constants: new LogarithmConstants(), unitProducts: new UnitProductTables() };
}
