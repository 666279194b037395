import type { ServiceError } from "../errors.ts";
import type { Span } from "./expression.ts";
import { invalidExpression } from "./expression_error.ts";

/** Maximum length of a number that a message repeats in another notation. */
const REPEATED_CHARACTERS = 40;

/** The error for a comma that separates no arguments, such as one inside a number. */
export function misplacedComma(text: string, { start, end }: Span): ServiceError {
  const hint = hintFor(
    text.slice(Math.max(0, start - REPEATED_CHARACTERS), start),
    text.slice(end),
  );
  return invalidExpression(`"," separates arguments${hint}`, { start, end });
}

function hintFor(before: string, after: string): string {
  const [leading] = /(?<![\w.])[0-9]+$/.exec(before) ?? [];
  const [trailing] = /^[0-9]+(?:,[0-9]+)*(?![\w.])/.exec(after) ?? [];
  if (leading === undefined || trailing === undefined) return " of a function";
  const groups = [leading, ...trailing.split(",")];
  if (trailing.length > REPEATED_CHARACTERS) return ": write the number without it";
  if (leading.length <= 3 && groups.slice(1).every(({ length }) => length === 3)) {
    return `: write ${groups.join("")} or ${groups.join("_")}`;
  }
  return groups.length === 2 ? `: write ${groups.join(".")}` : ": write the number without it";
}
