import { usernameSchema } from "../../domain/accounts/credentials.ts";
import { administeredUserSchema, usersSchema } from "../response_schemas.ts";
import { userChangeSchema, userFilterSchema } from "../users.ts";
import {
  body,
  BODY_PROBLEMS,
  type Document,
  json,
  NamedSchema,
  problems,
  queryParameters,
  schemaOf,
  SESSION,
} from "./describe.ts";

/** The paths for administrators. */
export function userPaths(): Record<string, Document> {
  const tags = ["Users"];
  const change = new NamedSchema(userChangeSchema(), "UserChange");
  return {
    "/users": {
      get: {
        operationId: "users",
        tags,
        summary: "Users by name",
        description: "For administrators.",
        security: SESSION,
        parameters: queryParameters(userFilterSchema()),
        responses: {
          200: json("A page of users", usersSchema),
          ...problems(
            "unauthenticated",
            "forbidden",
            "invalid_input",
            "rate_limited",
            "unavailable",
          ),
        },
      },
    },
    "/users/{username}": {
      patch: {
        operationId: "change_user",
        tags,
        summary: "Change the role of a user, or disable or enable the account",
        description: "For administrators. Ends the sessions of the user everywhere within two " +
          "seconds; API keys of a disabled user are refused. The last administrator stays one.",
        security: SESSION,
        parameters: [{
          name: "username",
          in: "path",
          required: true,
          schema: schemaOf(usernameSchema()),
        }],
        requestBody: body({ "application/json": change }),
        responses: {
          200: json("The changed user", administeredUserSchema),
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "not_found",
            "last_administrator",
            "invalid_input",
            "rate_limited",
            "unavailable",
          ),
        },
      },
    },
  };
}
