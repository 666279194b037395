import { NoSolution, NotInvertible } from "../../numbers/integers/mod.ts";
import { Undecided } from "../../numbers/outline/mod.ts";
import { abbreviate } from "../../result_text.ts";
import type { Span } from "../expression.ts";
import { expressionError } from "../expression_error.ts";

/** Runs arithmetic for a node, and converts its errors to ServiceErrors with the node's place. */
export function atPlace<Result>(span: Span, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof NotInvertible) {
      const divisor = String(error.divisor);
      throw expressionError(
        "not_invertible",
        `the number and the modulus have the common divisor ${abbreviate(divisor)}`,
        { span, members: { common_divisor: divisor } },
      );
    }
    if (error instanceof NoSolution) {
      throw expressionError("no_solution", "two congruences contradict each other", { span });
    }
    if (error instanceof Undecided) {
      throw tooCostly(error.message, span);
    }
    throw error;
  }
}

/** Something that takes too long, with the predicted seconds if they are known. */
export function tooCostly(message: string, span: Span, seconds = Infinity) {
  const predicted = Number.isFinite(seconds) ? seconds : "Infinity";
  return expressionError("too_costly", message, {
    span,
    members: { predicted_seconds: predicted },
  });
}
