import * as z from "zod";
import { newKeySchema } from "../../domain/accounts/new_key.ts";
import { createdKeySchema, keysSchema } from "../response_schemas.ts";
import {
  body,
  BODY_PROBLEMS,
  type Document,
  FORM,
  json,
  NamedSchema,
  problems,
  schemaOf,
  SESSION,
} from "./describe.ts";

/** The paths of API keys. */
export function keyPaths(): Record<string, Document> {
  const keyRequest = new NamedSchema(newKeySchema(), "ApiKeyRequest");
  const tags = ["API keys"];
  return {
    "/keys": {
      post: {
        operationId: "create_key",
        tags,
        summary: "Create an API key, which is shown only in this response",
        description: "A user has at most 20 keys.",
        security: SESSION,
        requestBody: body({ "application/json": keyRequest, [FORM]: keyRequest }),
        responses: {
          201: json("The new key", createdKeySchema),
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "invalid_input",
            "too_many_keys",
            "rate_limited",
            "unavailable",
          ),
        },
      },
      get: {
        operationId: "keys",
        tags,
        summary: "The API keys of the user, newest first",
        description: "Without the keys themselves.",
        security: SESSION,
        responses: {
          200: json("The keys", keysSchema),
          ...problems("unauthenticated", "forbidden", "rate_limited", "unavailable"),
        },
      },
    },
    "/keys/{id}": {
      delete: {
        operationId: "revoke_key",
        tags,
        summary: "Revoke an API key, everywhere within two seconds",
        description: "A revoked key cannot be restored.",
        security: SESSION,
        parameters: [{ name: "id", in: "path", required: true, schema: schemaOf(z.uuid()) }],
        responses: {
          204: { description: "The key has been revoked" },
          ...problems("unauthenticated", "forbidden", "not_found", "rate_limited", "unavailable"),
        },
      },
    },
  };
}
