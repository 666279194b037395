import type { z } from "zod";
import type { ComputeContext, DecimalText, DigitCount } from "../numbers/mod.ts";

/**
 * One calculation the service offers. Endpoint, form, page, OpenAPI entry, metrics label and
 * command-line verb all follow from this definition.
 */
// deno-lint-ignore no-explicit-any -- the catalogue holds operations of different inputs
export interface Operation<Input = any> {
  /** Name in JSON, the log, metrics and on the command line. */
  readonly name: string;
  /** Paths that take a POST; the first also has the page. */
  readonly paths: readonly [string, ...string[]];
  readonly title: string;
  /** The results in words, as in `factorials`. */
  readonly plural: string;
  /** The operation in mathematical notation. */
  readonly notation: string;
  /** What it computes, in a sentence for people. */
  readonly description: string;
  /** Reads and checks an input; its fields carry title, description and examples for form and OpenAPI. */
  readonly input: z.ZodType<Input> & { readonly shape: Readonly<Record<string, z.ZodType>> };
  /** A small input that works, by field. */
  readonly example: Readonly<Record<string, string>>;
  /** The question in words: `the factorial of 20`. Long numbers are for the caller to shorten. */
  describe(input: Readonly<Record<string, string>>): string;
  /** The fields as canonical decimal texts; equal questions have equal texts. */
  canonical(input: Input): Record<string, string>;
  /** Throws a ServiceError for an input that has no answer. */
  check?(input: Input): void;
  /** Digits of the result, from logarithms: nothing is expanded. */
  predictDigits(input: Input): DigitCount;
  /**
   * Seconds of one core of a usual machine for an input whose result may be computed; multiplied by
   * `relativeTime()`, of this one.
   */
  predictSeconds(input: Input): number;
  /** The exact result as canonical text. Throws `Stopped` out of `work.checkpoint()`. */
  compute(input: Input, work: ComputeContext): DecimalText;
}

/** The operation's definition, frozen. */
export function defineOperation<Input>(definition: Operation<Input>): Operation<Input> {
  return Object.freeze(definition);
}
