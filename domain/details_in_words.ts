import { abbreviate, type Details } from "./result_text.ts";

/** A member of an answer for people, such as `Certainty` and `proven`. */
export interface DetailInWords {
  readonly label: string;
  readonly value: string;
}

/** The members that describe a result in words, without those in `hidden` and those that are null. */
export function detailsInWords(details: Details, hidden: ReadonlySet<string>): DetailInWords[] {
  return Object.entries(details)
    .filter(([name, value]) => !hidden.has(name) && value !== null)
    .map(([name, value]) => ({ label: labelOf(name), value: valueInWords(value) }));
}

function labelOf(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1).replaceAll("_", " ");
}

function valueInWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object" || value === null) return abbreviate(String(value));
  return Object.entries(value).filter(([, part]) => part !== null)
    .map(([name, part]) => `${name.replaceAll("_", " ")} ${part}`).join(", ");
}
