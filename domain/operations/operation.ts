import type { z } from "zod";
import type { ComputeContext, DecimalText, DigitCount } from "../numbers/mod.ts";

/** A field of an input in canonical form: a decimal text, or one for each item of a list. */
export type CanonicalValue = string | readonly string[];

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
  readonly title: string;
  /** The results in words, as in `factorials`. */
  readonly plural: string;
  /** Mathematical notation, as in `n!`. */
  readonly notation: string;
  /** One sentence for users about what the operation computes. */
  readonly description: string;
  /** Validates an input. Its fields have a title, description and examples for form and OpenAPI. */
  readonly input: z.ZodType<Input> & { readonly shape: Readonly<Record<string, z.ZodType>> };
  /** A small valid input, by field. */
  readonly example: CanonicalInput;
  /** Names the result in words, as in `the factorial of 20`. Callers abbreviate long numbers. */
  describe(input: CanonicalInput): string;
  /** The input in canonical form; equal inputs have equal texts. */
  canonical(input: Input): CanonicalInput;
  /** Throws a ServiceError for an input that has no answer. */
  check?(input: Input): void;
  /** Predicts the digits of the result from logarithms, without expanding it. */
  predictDigits(input: Input): DigitCount;
  /**
   * Predicts the seconds that the result takes on one core of the reference machine. Multiply by
   * the slowdown factor for the time on this machine.
   */
  predictSeconds(input: Input): number;
  /** Computes the exact result as canonical text. Throws `Cancelled` from `context.checkpoint()`. */
  compute(input: Input, context: ComputeContext): DecimalText;
}

/** Checks a definition against its input type and freezes it. */
export function defineOperation<Input>(definition: Operation<Input>): Operation<Input> {
  return Object.freeze(definition);
}
