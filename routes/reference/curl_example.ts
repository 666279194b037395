import type { ResolvedOperation, SchemaObject } from "./openapi_document.ts";

export interface CurlExampleOptions {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly operation: ResolvedOperation;
  /** Resolves references. */
  readonly resolve: (schema: SchemaObject) => SchemaObject;
}

/** A command that sends a valid request, with the token and ids in variables of the shell. */
export function curlExample(options: CurlExampleOptions): string {
  const { origin, method, path, operation } = options;
  const words = ["curl"];
  if (method === "delete") words.push("-X DELETE");
  if (method === "post" && !operation.requestBody) words.push("-X POST");
  words.push(address(origin + path, operation));
  const lines = [words.join(" "), ...headers(operation), ...data(options)];
  return lines.join(" \\\n  ");
}

function headers({ security, tags }: ResolvedOperation): string[] {
  const schemes = security.flatMap((requirement) => Object.keys(requirement));
  if (tags.includes("Pages")) return ['-H "Accept: text/html"'];
  return schemes.length > 0 ? ['-H "Authorization: Bearer $TOKEN"'] : [];
}

/** Path parameters are variables of the shell; required query parameters have their examples. */
function address(url: string, { parameters }: ResolvedOperation): string {
  const path = url.replaceAll(/\{(\w+)\}/g, (_, name) => `$${name.toUpperCase()}`);
  const query = parameters.filter((parameter) => parameter.in === "query" && parameter.required)
    .map(({ name, schema }) => [name, String(schema.examples?.[0] ?? "1")]);
  if (query.length === 0) return path.includes("$") ? `"${path}"` : path;
  return `"${path}?${new URLSearchParams(query)}"`;
}

function data({ operation, resolve }: CurlExampleOptions): string[] {
  const content = operation.requestBody?.content["application/json"];
  if (!content) return [];
  const body = content.example ?? exampleOf(resolve(content.schema));
  const text = JSON.stringify(body).replaceAll("'", "'\\''");
  return ['-H "Content-Type: application/json"', `-d '${text}'`];
}

/** An object of the examples of its required members. */
function exampleOf({ properties = {}, required = [] }: SchemaObject): Record<string, unknown> {
  return Object.fromEntries(
    required.map((name) => [name, properties[name]?.examples?.[0] ?? name.toUpperCase()]),
  );
}
