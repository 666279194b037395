import { type Operation, summarizeOperations } from "../domain/operations/mod.ts";
import { basePathOf } from "./base_path.ts";
import { accountPaths } from "./openapi/account_paths.ts";
import { batchPaths } from "./openapi/batch_paths.ts";
import { calculationPaths } from "./openapi/calculation_paths.ts";
import type { Document } from "./openapi/describe.ts";
import { hoistDefinitions } from "./openapi/hoist_definitions.ts";
import { keyPaths } from "./openapi/key_paths.ts";
import { logPaths } from "./openapi/log_paths.ts";
import { statusPaths } from "./openapi/status_paths.ts";

export interface OpenApiOptions {
  readonly version: string;
  /** By default the host that serves the document. */
  readonly publicUrl: string | undefined;
}

/** The OpenAPI 3.1 document, generated from the schemas that validate the bodies. */
export function openApiDocument(
  operations: readonly Operation[],
  { version, publicUrl }: OpenApiOptions,
): Document {
  const schemas: Document = {};
  return {
    openapi: "3.1.0",
    info: {
      title: "MathCalculator",
      version,
      description: `Exact ${summarizeOperations(operations)}, digit for digit at any size.`,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: publicUrl ?? "/" }],
    paths: hoistDefinitions({
      ...Object.fromEntries(operations.flatMap(calculationPaths)),
      ...batchPaths(),
      ...accountPaths(),
      ...keyPaths(),
      ...logPaths(operations),
      ...statusPaths(),
    }, schemas),
    components: {
      schemas,
      securitySchemes: {
        password: {
          type: "oauth2",
          flows: { password: { tokenUrl: `${basePathOf(publicUrl)}/token`, scopes: {} } },
        },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        key: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "mc_…",
          description: "An API key from POST /keys, within its scopes",
        },
        operator: {
          type: "http",
          scheme: "bearer",
          description: "The operator's token, if the server requires one for its metrics",
        },
      },
    },
  };
}
