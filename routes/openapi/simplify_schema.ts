type Schema = Readonly<Record<string, unknown>>;

/** Members whose values are data. */
const DATA: ReadonlySet<string> = new Set(["default", "enum", "examples"]);

/** Generators name classes after titles, which repeat the names of members here. */
const LEFT_OUT: ReadonlySet<string> = new Set(["propertyNames", "title"]);

/** Members whose values are schemas by name. */
const BY_NAME: ReadonlySet<string> = new Set(["properties", "$defs"]);

/**
 * Rewrites a JSON schema without constructs that code generators misread: lists of types, single
 * values as `const`, patterns beside a format and the bounds of safe integers.
 */
export function simplifySchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(simplifySchema);
  if (!isSchema(schema)) return schema;
  const members = Object.entries(schema).filter(isKept(schema)).map(([name, value]) => {
    if (DATA.has(name)) return [name, value];
    return [name, BY_NAME.has(name) ? mapValues(value as Schema) : simplifySchema(value)];
  });
  return withoutUnion(withoutConst(withoutTypes(Object.fromEntries(members))));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}

function mapValues(schemas: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, simplifySchema(schema)]),
  );
}

function isKept({ format, type }: Schema) {
  return ([name, value]: [string, unknown]): boolean => {
    if (LEFT_OUT.has(name)) return false;
    if (name === "pattern") return format === undefined && type !== "integer";
    return value !== Number.MIN_SAFE_INTEGER && value !== Number.MAX_SAFE_INTEGER;
  };
}

/** Replaces a list of types by alternatives, except a type and null. */
function withoutTypes({ type, pattern, ...others }: Schema): Schema {
  if (!Array.isArray(type) || type.includes("null")) {
    return {
      ...(type !== undefined && { type }),
      ...(pattern !== undefined && { pattern }),
      ...others,
    };
  }
  const types = type.includes("number") ? type.filter((name) => name !== "integer") : type;
  const anyOf = types.map((name) =>
    name === "string" && pattern !== undefined ? { type: name, pattern } : { type: name }
  );
  return { anyOf, ...others };
}

function withoutConst({ const: value, ...others }: Schema): Schema {
  return value === undefined ? others : { ...others, enum: [value] };
}

/** Joins alternatives that are single values, and a type with null. */
function withoutUnion({ anyOf, ...others }: Schema): Schema {
  if (!Array.isArray(anyOf)) return others;
  if (anyOf.every((each) => Array.isArray(each.enum) && typeof each.enum[0] === "number")) {
    return { ...others, type: "integer", enum: anyOf.flatMap((each) => each.enum) };
  }
  const [some, none] = anyOf;
  if (anyOf.length === 2 && none.type === "null" && typeof some.type === "string") {
    return { ...some, ...others, type: [some.type, "null"] };
  }
  return { anyOf, ...others };
}
