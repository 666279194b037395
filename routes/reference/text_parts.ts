import type { TextPart } from "../../views/data/reference.ts";

/** Splits a text at its backquotes. */
export function textParts(text: string): TextPart[] {
  return text.split("`").map((part, index) => ({ text: part, isCode: index % 2 === 1 }))
    .filter(({ text }) => text !== "");
}
