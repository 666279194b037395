import type {
  ReferenceGroupView,
  ReferenceOperationView,
  ReferenceResponseView,
  ReferenceView,
} from "../../views/data/reference.ts";
import { curlExample } from "./curl_example.ts";
import { memberViews, parameterView } from "./member_views.ts";
import type {
  Content,
  OpenApiDocument,
  ParameterObject,
  Reference,
  ResolvedOperation,
  ResponseObject,
  SchemaObject,
} from "./openapi_document.ts";
import { textParts } from "./text_parts.ts";
import { referencedName, typeParts } from "./type_parts.ts";

const FORM_SCHEMA = /Form$/;
const OTHER_PATH = /^\/api\//;

interface Endpoint {
  readonly path: string;
  readonly method: string;
  readonly operation: ResolvedOperation;
}

/** The reference as it is shown: every operation in its group, then the schemas. */
export function referenceView(document: OpenApiDocument, origin: string): ReferenceView {
  const { paths, components: { schemas }, tags, info } = document;
  const resolve = (schema: SchemaObject): SchemaObject => {
    const name = referencedName(schema);
    return name === undefined ? schema : schemas[name]!;
  };
  const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation: { ...operation, parameters: (operation.parameters ?? []).filter(isItsOwn) },
    }))
  );

  function groupView({ name, description }: OpenApiDocument["tags"][number]): ReferenceGroupView {
    const ofGroup = endpoints.filter(({ operation }) => operation.tags.includes(name));
    const main = ofGroup.filter(({ path }) => !OTHER_PATH.test(path));
    return {
      id: `group-${name.toLowerCase().replaceAll(" ", "-")}`,
      name,
      description,
      operations: main.map(operationView),
    };
  }

  function operationView(endpoint: Endpoint): ReferenceOperationView {
    const { path, method, operation } = endpoint;
    const { operationId, summary, description = "", parameters, requestBody } = operation;
    const sent = requestBody && resolve(firstSchema(requestBody.content));
    return {
      id: operationId,
      method: method.toUpperCase(),
      path,
      otherPaths: endpoints.filter((other) => isAlias(other, endpoint)).map(({ path }) => path),
      summary,
      description: textParts(description),
      credentials: credentialsOf(operation),
      hasForm: method === "post" && paths[path]!.get?.tags.includes("Pages") === true,
      parameters: parameters.map(parameterView),
      mediaTypes: Object.keys(requestBody?.content ?? {}),
      members: sent ? memberViews(sent) : [],
      example: curlExample({ origin, ...endpoint, resolve }),
      responses: Object.entries(operation.responses).map(responseView),
    };
  }

  return {
    origin,
    introduction: info.description.split("\n\n").map(textParts),
    groups: tags.map(groupView),
    schemas: Object.entries(schemas).filter(([name]) => !FORM_SCHEMA.test(name))
      .map(([name, schema]) => ({
        name,
        description: textParts(schema.description ?? ""),
        type: schema.properties ? [] : typeParts(schema),
        members: memberViews(schema),
      })),
  };
}

/** What all operations have is in the introduction. */
function isItsOwn(parameter: ParameterObject | Reference): parameter is ParameterObject {
  return !("$ref" in parameter);
}

/** Whether a path under `/api` does the same as the endpoint. */
function isAlias({ path, method, operation }: Endpoint, main: Endpoint): boolean {
  return OTHER_PATH.test(path) && method === main.method &&
    operation.operationId.replace(/_\d+$/, "") === main.operation.operationId;
}

function credentialsOf({ security }: ResolvedOperation): string {
  const schemes = security.flatMap((requirement) => Object.keys(requirement));
  if (schemes.length === 0) return "Public";
  if (schemes.includes("operator")) return "The operator's token, if the server requires one";
  return schemes.includes("key") ? "A token or an API key" : "A token";
}

function responseView([status, response]: [string, ResponseObject]): ReferenceResponseView {
  const codes = [...response.description.matchAll(/`(\w+)`: /g)].map(([, code]) => code!);
  const isProblem = Number(status) >= 400 && codes.length > 0;
  return {
    status,
    description: isProblem ? [] : textParts(response.description),
    problems: isProblem ? codes : [],
    contents: isProblem ? [] : Object.entries(response.content ?? {}).map(([type, { schema }]) => ({
      type,
      schema: typeParts(schema),
      description: textParts(schema.description ?? ""),
    })),
  };
}

function firstSchema(content: Content): SchemaObject {
  return Object.values(content)[0]!.schema;
}
