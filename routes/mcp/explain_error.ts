import type { ErrorCode, FieldError, ServiceError } from "../../domain/errors.ts";
import { shorten } from "./allowance.ts";
import { oneLine } from "./one_line.ts";

/** Characters of an expression that are shown on each side of an error. */
const CONTEXT_CHARACTERS = 30;

const LONGEST_MESSAGE = 400;

/** What is wrong at which place of the expression, and a hint, in at most 500 characters. */
export function explainError(error: ServiceError, expression: unknown): string {
  const placed = error.errors.find(({ field }) => field === "expression");
  if (placed?.start !== undefined && typeof expression === "string") {
    return explainPlace(error.code, placed, expression);
  }
  const message = error.errors.map(explainField).join("; ") || error.message;
  const retry = error.retryAfterSeconds === undefined
    ? ""
    : `: try again in ${error.retryAfterSeconds} s`;
  return shorten(message, LONGEST_MESSAGE) + retry;
}

function explainField({ field, message }: FieldError): string {
  return field === "" ? message : `${field}: ${message}`;
}

function explainPlace(code: ErrorCode, error: FieldError, expression: string): string {
  const { message, start = 0, end = expression.length } = error;
  if (code !== "invalid_expression") {
    const part = expression.slice(start, end);
    const place = part.length === expression.trim().length ? "" : ` at ${start}`;
    return `${oneLine(shorten(part, 2 * CONTEXT_CHARACTERS))}${place}: ` +
      shorten(message, LONGEST_MESSAGE);
  }
  const [, fault = "", hint = ""] = /^(.+?)(: [^":]+)?$/s.exec(message) ?? [];
  return `${excerpt(expression, start)}: ` +
    shorten(`${shorten(fault, LONGEST_MESSAGE / 2)} at ${start}${hint}`, LONGEST_MESSAGE);
}

/** The text around a place. */
function excerpt(text: string, at: number): string {
  const from = Math.max(0, at - CONTEXT_CHARACTERS);
  const to = Math.min(text.length, at + CONTEXT_CHARACTERS);
  return oneLine(`${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`);
}
