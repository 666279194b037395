import { ServiceError } from "../../domain/errors.ts";

/** Characters shown before and after the start of the place. */
const CONTEXT_CHARACTERS = 36;

/** Adds the place of an error in an expression to its message; returns other errors unchanged. */
export function markPlace(error: unknown, text: string): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { code, message, members, errors } = error;
  const { field, start, end } = errors[0] ?? {};
  if (field !== "expression" || start === undefined || end === undefined) return error;
  const from = Math.max(0, start - CONTEXT_CHARACTERS);
  const shown = text.slice(from, start + CONTEXT_CHARACTERS);
  const length = Math.max(1, Math.min(end, from + shown.length) - start);
  const mark = " ".repeat(start - from) + "^".repeat(length);
  // Control characters could move the mark, or control the terminal.
  const line = shown.replaceAll(/[\p{C}\p{Z}]/gu, " ");
  return new ServiceError(code, `${message}\n  ${line}\n  ${mark}`, { errors, members });
}
