import type { MemberView } from "../../views/data/reference.ts";
import type { ParameterObject, SchemaObject } from "./openapi_document.ts";
import { textParts } from "./text_parts.ts";
import { typeParts } from "./type_parts.ts";

/** The members of an object, each followed by the members of an object inside it. */
export function memberViews(schema: SchemaObject, prefix = ""): MemberView[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, member]) => {
    const path = prefix + name;
    const inner = member.items?.properties ? member.items : member;
    const innerPrefix = inner === member ? `${path}.` : `${path}[].`;
    return [
      memberView(path, member, required.includes(name)),
      ...memberViews(inner, innerPrefix),
    ];
  });
}

export function parameterView({ name, required, description, schema }: ParameterObject) {
  const described = description === undefined ? schema : { ...schema, description };
  return memberView(name, described, required);
}

function memberView(name: string, schema: SchemaObject, isRequired: boolean): MemberView {
  return {
    name,
    type: typeParts(schema),
    isRequired,
    description: textParts(schema.description ?? ""),
    limits: limitsOf(schema),
    examples: (schema.examples ?? []).map((example) => JSON.stringify(example)),
  };
}

/** The bounds of a value in words. */
function limitsOf(schema: SchemaObject): string {
  const bounds = [
    range(schema.minimum, schema.maximum, ""),
    range(schema.minItems, schema.maxItems, " items"),
    range(schema.minLength, schema.maxLength, " characters"),
    schema.default === undefined ? "" : `by default ${JSON.stringify(schema.default)}`,
  ];
  return bounds.filter((text) => text !== "").join("; ");
}

function range(min: number | undefined, max: number | undefined, unit: string): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}${unit}`;
  if (min !== undefined) return `at least ${min}${unit}`;
  return max === undefined ? "" : `at most ${max}${unit}`;
}
