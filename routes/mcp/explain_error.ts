import { type FieldError, ServiceError } from "../../domain/errors.ts";
import { shorten } from "./allowance.ts";

/** Characters of an expression that are shown on each side of an error. */
const CONTEXT_CHARACTERS = 30;

const LONGEST_MESSAGE = 400;

/** The expression, what is wrong at which place, and the cure, in at most 500 characters. */
export function explainError(error: ServiceError, expression: unknown): string {
  const placed = error.errors.find(({ field, start }) =>
    field === "expression" && start !== undefined
  );
  if (placed && typeof expression === "string") return explainPlace(placed, expression);
  const message = error.errors.length > 0
    ? error.errors.map(({ field, message }) => field === "" ? message : `${field}: ${message}`)
      .join("; ")
    : error.message;
  const retry = error.retryAfterSeconds === undefined
    ? ""
    : `: try again in ${error.retryAfterSeconds} s`;
  return shorten(message, LONGEST_MESSAGE) + retry;
}

function explainPlace({ message, start }: FieldError, expression: string): string {
  const [, fault, cure = ""] = /^(.+?)(: [^":]+)?$/s.exec(message)!;
  return `${excerpt(expression, start!)}: ` +
    shorten(`${shorten(fault!, LONGEST_MESSAGE / 2)} at ${start}${cure}`, LONGEST_MESSAGE);
}

/** The text around a place. */
function excerpt(text: string, at: number): string {
  const from = Math.max(0, at - CONTEXT_CHARACTERS);
  const to = Math.min(text.length, at + CONTEXT_CHARACTERS);
  const shown = text.slice(from, to).replaceAll(/\s+/g, " ");
  return `${from > 0 ? "…" : ""}${shown}${to < text.length ? "…" : ""}`;
}
