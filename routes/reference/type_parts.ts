import type { TypePart } from "../../views/data/reference.ts";
import type { SchemaObject } from "./openapi_document.ts";

const REFERENCE = "#/components/schemas/";

/** Returns the name of the schema that a reference is to. */
export function referencedName({ $ref }: SchemaObject): string | undefined {
  return $ref?.slice(REFERENCE.length);
}

/** The type of a value in words, such as `array of LogEntry`, with the names of its schemas. */
export function typeParts(schema: SchemaObject): TypePart[] {
  const name = referencedName(schema);
  if (name !== undefined) return [{ text: name, isSchema: true }];
  if (schema.anyOf) return alternatives(schema.anyOf);
  if (schema.enum) return [plain(schema.enum.map((value) => JSON.stringify(value)).join(" | "))];
  if (schema.items) return [plain("array of "), ...typeParts(schema.items)];
  const types = [schema.type ?? "any"].flat().join(" or ");
  return [plain(schema.format === undefined ? types : `${types}, ${schema.format}`)];
}

/** Different types only: numbers may have several patterns. */
function alternatives(schemas: readonly SchemaObject[]): TypePart[] {
  const types = schemas.map(typeParts);
  const texts = types.map((parts) => parts.map(({ text }) => text).join(""));
  return types.filter((_, index) => texts.indexOf(texts[index]!) === index)
    .flatMap((parts, index) => index === 0 ? parts : [plain(" or "), ...parts]);
}

function plain(text: string): TypePart {
  return { text, isSchema: false };
}
