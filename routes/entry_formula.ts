import type { LogEntry } from "../domain/log_entry.ts";
import { findOperation } from "../domain/operations/mod.ts";

/** The question of an entry, as in `20!`; its input by name if it has no such form. */
export function entryFormula({ operation: name, input }: LogEntry): string {
  const { mod, outline: _, ...members } = input;
  const formula = formulaOf(name, members) ??
    Object.entries(members).map(([name, value]) => `${name} = ${[value].flat().join(" ")}`)
      .join(", ");
  return mod === undefined ? formula : `${formula} mod ${mod}`;
}

/** Undefined for an unknown operation, and for input that its form cannot show. */
function formulaOf(name: string, input: LogEntry["input"]): string | undefined {
  const operation = findOperation(name);
  const required = Object.entries(operation?.input().shape ?? {})
    .filter(([, schema]) => !schema.safeParse(undefined).success);
  if (required.some(([name]) => input[name] === undefined)) return undefined;
  try {
    return operation?.formula(input);
  } catch {
    return undefined;
  }
}
