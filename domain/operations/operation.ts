import type * as z from "zod";
import type { ComputeContext, DecimalText, DigitCount } from "../numbers/mod.ts";
import type { OutlinedValue, OutlineRequest, OutlineTools } from "../numbers/outline/mod.ts";
import { once } from "../once.ts";
import type { PlannedMethod } from "../planned_method.ts";
import type { Description } from "../result_text.ts";
import type { ResiduePlan, ResidueTools } from "../numbers/residue/mod.ts";

/** A field of an input in canonical form: a decimal text, or one for each item of a list. */
export type CanonicalValue = string | readonly string[];

/** A heading of the menus. */
export type Group = "Expressions" | "Whole numbers" | "Combinatorics" | "Number theory";

/** An input in canonical form, by field. */
export type CanonicalInput = Readonly<Record<string, CanonicalValue>>;

/**
 * One calculation that the service offers. Endpoint, form, page, OpenAPI entry, metrics label and
 * command-line verb are all derived from this definition.
 */
// deno-lint-ignore no-explicit-any -- the catalogue contains operations of different inputs
export interface Operation<Input = any> {
  /** Name in JSON, the log, metrics and on the command line. */
  readonly name: string;
  /** Paths of the endpoint; the first one also serves the page. */
  readonly paths: readonly [string, ...string[]];
  /** Where menus list it. */
  readonly group: Group;
  readonly title: string;
  /** The results in words, as in `factorials`. */
  readonly plural: string;
  /** Mathematical notation, as in `n!`. */
  readonly notation: string;
  /** One sentence for users about what the operation computes. */
  readonly description: string;
  /** Validates an input. Its fields have a title, description and examples for form and OpenAPI. */
  input(): z.ZodType<Input> & { readonly shape: Readonly<Record<string, z.ZodType>> };
  /** Further members of the answer, in addition to the result. */
  details?(): z.ZodRawShape;
  /** A small valid input, by field. */
  readonly example: CanonicalInput;
  /** Names the result in words, as in `the factorial of 20`. Callers abbreviate long numbers. */
  describe(input: CanonicalInput): string;
  /** The question in mathematical notation, as in `20!` and `2^(-3)`; `^` precedes an exponent. */
  formula(input: CanonicalInput): string;
  /** The input in canonical form; equal inputs have equal texts. */
  canonical(input: Input): CanonicalInput;
  /** Whether `GET` with a bearer token computes, too. */
  readonly isAnsweredByGet?: true;
  /** Whether requests can limit the characters of a result with `max_characters`. */
  readonly isAbridged?: true;
  /** Throws a ServiceError for an input that has no answer. */
  check?(input: Input): void;
  /**
   * Predicts and computes a result or its outline with shared state, in place of `predictSeconds`,
   * `compute` and `outlined`.
   */
  plan?(input: Input, outline?: OutlineRequest): PlannedMethod;
  /**
   * Predicts the digits of the result from logarithms, without expanding it. If it is absent, they are
   * those of the outline; without an outline, the result is not long.
   */
  predictDigits?(input: Input): DigitCount;
  /**
   * Predicts the seconds that the result takes on one core of the reference machine. Multiply by
   * the slowdown factor for the time on this machine.
   */
  predictSeconds(input: Input): number;
  /**
   * Computes the exact result as canonical text, or a text with further members of the answer. Throws
   * `Cancelled` from `context.checkpoint()`.
   */
  compute(input: Input, context: ComputeContext): DecimalText | Description;
  /**
   * Describes the result for an outline, which does not expand it; absent where no result is large.
   */
  outlined?(input: Input, tools: OutlineTools): OutlinedValue;
  /** Plans the residue of the result without expanding it; absent where no result is large. */
  residue?(input: Input, modulus: bigint, tools: ResidueTools): ResiduePlan;
}

/**
 * Checks a definition against its input type and freezes it. The schema of the input is created at
 * its first use.
 */
export function defineOperation<Input>(definition: Operation<Input>): Operation<Input> {
  return Object.freeze({ ...definition, input: once(definition.input) });
}
