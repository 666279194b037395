import type { FunctionName, FunctionSignature } from "./functions.ts";
import { FUNCTIONS } from "./functions.ts";

/** Functions that are another spelling of an operator or of another call. */
export const SPELLINGS = {
  factorial: { aliases: ["fact"], least: 1, most: 1 },
  multifactorial: { aliases: [], least: 2, most: 2 },
  mod: { aliases: ["rem", "modulo"], least: 2, most: 2 },
  pow: { aliases: ["power"], least: 2, most: 3 },
  numdivisors: { aliases: [], least: 1, most: 1 },
} as const satisfies Readonly<Record<string, FunctionSignature>>;

export type SpellingName = keyof typeof SPELLINGS;

/** What a name in front of an opening bracket means. */
export type Callee =
  | {
    readonly kind: "function";
    readonly name: FunctionName;
    readonly signature: FunctionSignature;
  }
  | {
    readonly kind: "spelling";
    readonly name: SpellingName;
    readonly signature: FunctionSignature;
  };

/** Finds a function by its name or an alias, in lower case. */
export function findFunction(name: string): Callee | undefined {
  const spelling = canonicalName(SPELLINGS, name);
  if (spelling !== undefined) {
    return { kind: "spelling", name: spelling, signature: SPELLINGS[spelling] };
  }
  const found = canonicalName(FUNCTIONS, name);
  return found && { kind: "function", name: found, signature: FUNCTIONS[found] };
}

function canonicalName<Name extends string>(
  functions: Readonly<Record<Name, FunctionSignature>>,
  name: string,
): Name | undefined {
  if (Object.hasOwn(functions, name)) return name as Name;
  return (Object.keys(functions) as Name[]).find((key) => functions[key].aliases.includes(name));
}
