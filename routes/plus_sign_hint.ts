import { ServiceError } from "../domain/errors.ts";

/**
 * In a query, `+` means a space. Adds a hint to the error of an expression whose plus signs may
 * have become spaces; returns other errors unchanged.
 */
export function withPlusSignHint(error: unknown, url: string): unknown {
  if (!(error instanceof ServiceError) || error.code !== "invalid_expression") return error;
  if (!/[?&]expression=[^&]*\+/.test(url)) return error;
  const { code, message, errors, members } = error;
  return new ServiceError(code, message + HINT, {
    errors: errors.map((error) => ({ ...error, message: error.message + HINT })),
    members,
  });
}

const HINT = " (in a link, + means a space: write + as %2B)";
