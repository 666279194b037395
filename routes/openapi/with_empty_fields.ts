import type { Document } from "./describe.ts";

/** Allows empty texts in the optional fields of forms, which browsers send for empty inputs. */
export function withEmptyFields({ $ref, $defs }: Document): Document {
  const forms = Object.entries($defs as Record<string, Document>).map(([name, schema]) => [
    name,
    schema.properties ? { ...schema, properties: emptyProperties(schema) } : schema,
  ]);
  return { $ref, $defs: Object.fromEntries(forms) };
}

function emptyProperties({ properties, required = [] }: Document): Document {
  const fields = Object.entries(properties as Record<string, Document>);
  return Object.fromEntries(fields.map(([name, field]) => {
    const isOptional = !(required as string[]).includes(name);
    return [name, isOptional && Array.isArray(field.anyOf) ? withEmpty(field) : field];
  }));
}

/** Extends the pattern of a number, or adds an empty text to other alternatives. */
function withEmpty(field: Document): Document {
  const anyOf = (field.anyOf as Document[]).map((each) =>
    each.pattern === undefined ? each : { ...each, pattern: `${each.pattern}|^$` }
  );
  const hasText = anyOf.some(({ type }) => type === "string");
  return { ...field, anyOf: hasText ? anyOf : [...anyOf, { type: "string", enum: [""] }] };
}
