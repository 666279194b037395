import { type ErrorCode, ServiceError, type ServiceErrorOptions } from "../errors.ts";
import type { Span } from "./expression.ts";

/** Codes of errors that have a place in an expression. */
export type ExpressionErrorCode = Extract<
  ErrorCode,
  | "invalid_expression"
  | "division_by_zero"
  | "result_too_large"
  | "too_costly"
  | "not_invertible"
  | "no_solution"
>;

/** An error at a place in an expression. */
export function expressionError(
  code: ExpressionErrorCode,
  message: string,
  options: {
    readonly span: Span;
    readonly members?: ServiceErrorOptions["members"];
    /** What to do other than change the expression. */
    readonly hint?: string | undefined;
  },
): ServiceError {
  const { span: { start, end }, members, hint } = options;
  const whole = hint === undefined ? message : `${message}; ${hint}`;
  return new ServiceError(code, `Cannot evaluate the expression: ${whole}`, {
    errors: [{ field: "expression", message, start, end }],
    ...(members && { members }),
  });
}

/** The text cannot be read as an expression, or a value does not fit its place. */
export function invalidExpression(message: string, span: Span): ServiceError {
  return expressionError("invalid_expression", message, { span });
}
