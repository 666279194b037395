import type { ServiceError } from "../errors.ts";
import { editDistance } from "./edit_distance.ts";
import type { Span } from "./expression.ts";
import { invalidExpression } from "./expression_error.ts";
import { findFunction, SPELLINGS } from "./find_function.ts";
import { FUNCTIONS, type FunctionSignature } from "./functions.ts";
import { inexactName } from "./inexact_names.ts";
import { quote } from "./quote.ts";

/** Maximum number of differences between a name and the one that a message suggests. */
const MAX_DISTANCE = 2;

/** How a name was used: in front of an opening bracket, or on its own. */
export type NameUse = "function" | "value";

/** The error for a name that has no meaning, with a hint. */
export function unknownName(
  name: string,
  use: { readonly as: NameUse; readonly span: Span; readonly variables: ReadonlySet<string> },
): ServiceError {
  return invalidExpression(messageOf(name, use.as, use.variables), use.span);
}

function messageOf(name: string, use: NameUse, variables: ReadonlySet<string>): string {
  const callee = use === "value" ? findFunction(name) : undefined;
  const inexact = inexactName(name);
  if (inexact !== undefined) return inexact;
  if (callee && name.length > 1) return `"${name}" is a function: write ${name}(…)`;
  const quoted = quote(name);
  const nearest = nearestName(name, variables);
  if (nearest !== undefined) return `unknown name ${quoted}: did you mean ${nearest}?`;
  if (use === "value") {
    return `unknown name ${quoted}: write its value instead, or give it in variables`;
  }
  return `unknown function ${quoted}: see the list in the documentation`;
}

/** The canonical name of the nearest function, or the nearest variable; single letters have none. */
function nearestName(name: string, variables: ReadonlySet<string>): string | undefined {
  const limit = Math.min(MAX_DISTANCE, Math.floor(name.length / 2));
  let nearest: string | undefined;
  let least = limit + 1;
  for (const [spelling, meaning] of knownNames(variables)) {
    const distance = editDistance(name, spelling, limit);
    if (distance < least && distance < spelling.length) [nearest, least] = [meaning, distance];
  }
  return nearest;
}

function* knownNames(variables: ReadonlySet<string>): Generator<readonly [string, string]> {
  const functions: Readonly<Record<string, FunctionSignature>> = { ...FUNCTIONS, ...SPELLINGS };
  for (const [name, { aliases }] of Object.entries(functions)) {
    for (const spelling of [name, ...aliases]) yield [spelling, name];
  }
  for (const name of variables) yield [name, quote(name)];
}
