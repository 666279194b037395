type Document = Record<string, unknown>;

const LOCAL = "#/$defs/";
const SHARED = "#/components/schemas/";

/**
 * Moves the `$defs` of all schemas in a document to `schemas` and returns the document with
 * references to them there.
 */
export function hoistDefinitions(document: unknown, schemas: Document): unknown {
  if (Array.isArray(document)) return document.map((item) => hoistDefinitions(item, schemas));
  if (typeof document !== "object" || document === null) return document;
  const { $defs = {}, ...members } = document as Document & { readonly $defs?: Document };
  for (const [name, schema] of Object.entries($defs)) {
    schemas[name] ??= hoistDefinitions(schema, schemas);
  }
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      name === "$ref" && typeof value === "string"
        ? value.replace(LOCAL, SHARED)
        : hoistDefinitions(value, schemas),
    ]),
  );
}
