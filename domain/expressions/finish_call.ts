import { isInteger, toNumber } from "../numbers/mod.ts";
import type { Span } from "./expression.ts";
import { invalidExpression } from "./expression_error.ts";
import type { Callee } from "./find_function.ts";
import type { NodeBuilder } from "./node_builder.ts";

/** Maximum number of `!` in a row. */
export const MAX_FACTORIAL_STEP = 1_000;

/** Adds the node of a call whose arguments are complete. Spellings with one meaning have one tree. */
export function finishCall(
  callee: Callee,
  call: { readonly builder: NodeBuilder; readonly count: number; readonly span: Span },
): void {
  const { builder, count, span } = call;
  checkCount(callee, count, span);
  if (callee.kind === "function") return builder.call(callee.name, count, span);
  switch (callee.name) {
    case "factorial":
      builder.factorial(1, span);
      break;
    case "multifactorial":
      builder.factorial(stepOf(builder, span), span);
      break;
    case "mod":
      builder.binaryCall("mod", span);
      break;
    case "pow":
      if (count === 3) return builder.call("powmod", count, span);
      builder.binaryCall("power", span);
      break;
    case "numdivisors":
      builder.number("0", span);
      builder.call("sigma", 2, span);
      break;
  }
}

function checkCount({ name, signature: { least, most } }: Callee, count: number, span: Span): void {
  if (least <= count && count <= most) return;
  const expected = least === most
    ? `${least} argument${least === 1 ? "" : "s"}`
    : `${least} to ${most} arguments`;
  throw invalidExpression(`${name} takes ${expected}, not ${count}`, span);
}

/** The step of a multifactorial is part of the node. */
function stepOf(builder: NodeBuilder, span: Span): number {
  const value = builder.takeNumber();
  const step = value && isInteger(value) ? toNumber(value) : 0;
  if (step >= 1 && step <= MAX_FACTORIAL_STEP) return step;
  throw invalidExpression(
    `the second argument of multifactorial is a number from 1 to ${MAX_FACTORIAL_STEP}`,
    span,
  );
}
