import {
  accountDeletionSchema,
  credentialsSchema,
  newAccountSchema,
  passwordChangeSchema,
} from "../../domain/accounts/credentials.ts";
import { accountDataSchema, profileSchema, tokenSchema, userSchema } from "../response_schemas.ts";
import {
  body,
  BODY_PROBLEMS,
  type Document,
  FORM,
  json,
  MULTIPART_FORM,
  NamedSchema,
  problems,
  PUBLIC,
  SESSION,
  SESSION_OR_KEY,
} from "./describe.ts";

/** The paths of accounts and sessions. */
export function accountPaths(): Record<string, Document> {
  const credentials = new NamedSchema(credentialsSchema(), "Credentials");
  const newAccount = new NamedSchema(newAccountSchema(), "AccountRequest");
  const passwordChange = new NamedSchema(passwordChangeSchema(), "PasswordChange");
  const deletion = new NamedSchema(accountDeletionSchema(), "AccountDeletion");
  const signIn = {
    requestBody: body({
      "application/json": credentials,
      [FORM]: credentials,
      [MULTIPART_FORM]: credentials,
    }),
    responses: {
      200: json("A token", tokenSchema),
      ...problems(
        ...BODY_PROBLEMS,
        "forbidden",
        "invalid_credentials",
        "invalid_input",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  };
  const signUp = {
    requestBody: body({ "application/json": newAccount, [FORM]: newAccount }),
    responses: {
      201: json("The account", userSchema),
      ...problems(
        ...BODY_PROBLEMS,
        "username_taken",
        "invalid_input",
        "forbidden",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  };
  return {
    "/signup2": {
      post: {
        operationId: "signup",
        tags: ["Accounts"],
        summary: "Create an account",
        description: "The username is unique without regard to case.",
        security: PUBLIC,
        ...signUp,
      },
    },
    "/signup": {
      post: {
        operationId: "signup_with_form",
        tags: ["Accounts"],
        summary: "Create an account and, with a form, a session",
        description: "JSON is answered as by /signup2.",
        security: PUBLIC,
        requestBody: signUp.requestBody,
        responses: {
          ...signUp.responses,
          303: { description: "Sets the session cookie and redirects to the requested page" },
        },
      },
    },
    "/token": {
      post: {
        operationId: "token",
        tags: ["Accounts"],
        summary: "Get a bearer token",
        description: "The password flow of OAuth 2.0, as a form or as JSON.",
        security: PUBLIC,
        ...signIn,
      },
    },
    "/login": {
      post: {
        operationId: "login",
        tags: ["Accounts"],
        summary: "Get a bearer token with JSON, or a session cookie with a form",
        description: "JSON is answered as by /token.",
        security: PUBLIC,
        requestBody: signIn.requestBody,
        responses: {
          ...signIn.responses,
          303: { description: "Sets the session cookie and redirects to the requested page" },
          ...problems("forbidden"),
        },
      },
    },
    "/logout": {
      post: {
        operationId: "logout",
        tags: ["Accounts"],
        summary: "End the session of the token or cookie",
        description: "Its tokens are invalid everywhere within two seconds.",
        security: SESSION,
        responses: {
          204: { description: "The session has ended" },
          303: { description: "The session has ended; the response to a form is a redirect" },
          ...problems("unauthenticated", "forbidden", "unavailable"),
        },
      },
    },
    "/password": {
      post: {
        operationId: "password",
        tags: ["Accounts"],
        summary: "Change the password and end all other sessions",
        description: "The session of the request stays valid.",
        security: SESSION,
        requestBody: body({
          "application/json": passwordChange,
          [FORM]: passwordChange,
        }),
        responses: {
          204: { description: "The password has been changed" },
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "invalid_input",
            "rate_limited",
            "overloaded",
            "unavailable",
          ),
        },
      },
    },
    "/account/export": {
      get: {
        operationId: "export_account",
        tags: ["Accounts"],
        summary: "Everything that is stored about the user, as a file",
        description: "The account, its sessions and API keys without secrets, and all log entries.",
        security: SESSION,
        responses: {
          200: json("The data", accountDataSchema),
          ...problems(
            "unauthenticated",
            "forbidden",
            "not_found",
            "rate_limited",
            "overloaded",
            "unavailable",
          ),
        },
      },
    },
    "/account/delete": {
      post: {
        operationId: "delete_account",
        tags: ["Accounts"],
        summary: "Delete the account with its sessions and API keys",
        description: "Log entries stay without the name of the user. This cannot be undone.",
        security: SESSION,
        requestBody: body({ "application/json": deletion, [FORM]: deletion }),
        responses: {
          204: { description: "The account has been deleted" },
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "last_administrator",
            "invalid_input",
            "rate_limited",
            "overloaded",
            "unavailable",
          ),
        },
      },
    },
    "/retrieve_info": {
      get: {
        operationId: "retrieve_info",
        tags: ["Accounts"],
        summary: "The account that the token or API key belongs to",
        description: "With the number of its recorded calculations.",
        security: SESSION_OR_KEY,
        responses: {
          200: json("The account", profileSchema),
          ...problems("unauthenticated", "not_found", "rate_limited", "unavailable"),
        },
      },
    },
  };
}
