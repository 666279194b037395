import type { ApiKey } from "../../domain/accounts/api_key.ts";
import { type CreatedKey, MAX_KEYS } from "../../domain/accounts/api_keys.ts";
import { newKeySchema } from "../../domain/accounts/new_key.ts";
import { type Scope, SCOPES } from "../../domain/accounts/principal.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { KeyView } from "../../views/data/account.ts";
import type { Views } from "../../views/views.ts";
import type { Values } from "../body_object.ts";
import type { AppContext } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";
import { keyDocument } from "../key_document.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import { fieldViews } from "./fields.ts";
import type { RenderPage } from "./layout.ts";

export const KEYS_PATH = "/account/keys";

/** Query parameter that makes the page confirm a revocation. */
export const KEY_REVOKED = "revoked";

const SCOPE_TITLES: Readonly<Record<Scope, string>> = {
  calculate: "Calculate",
  "log:read": "Read your history",
};

/** A rejected form. */
export interface RejectedKey {
  readonly error: unknown;
  readonly values: Values;
}

/** The page of a user's API keys, with the form for a new one. */
export interface KeysPage {
  show(context: AppContext, keys: readonly ApiKey[]): Promise<Response>;
  /** Shows a new key, the only time that it is shown. */
  showCreated(
    context: AppContext,
    keys: readonly ApiKey[],
    created: CreatedKey,
  ): Promise<Response>;
  /** Shows a rejected form with its error; rethrows anything that is not a ServiceError. */
  showError(
    context: AppContext,
    keys: readonly ApiKey[],
    rejected: RejectedKey,
  ): Promise<Response>;
}

export interface KeysPageOptions {
  readonly renderPage: RenderPage;
  readonly forwarded: Pick<Forwarded, "root">;
  /** Whether new keys can be created. */
  readonly isEnabled: boolean;
}

export function createKeysPage(
  { renderPage, forwarded, isEnabled }: KeysPageOptions,
): KeysPage {
  function view(
    keys: readonly ApiKey[],
    values: Values = { scopes: SCOPES },
    error?: ServiceError,
  ): Views["keys"] {
    const { name, expires_in } = newKeySchema().shape;
    const errors = error?.errors ?? [];
    const chosen = [values.scopes].flat();
    return {
      keys: keys.map(keyView),
      maxKeys: MAX_KEYS,
      isEnabled,
      fields: fieldViews({ name, expires_in }, values, errors),
      scopes: SCOPES.map((scope) => ({
        name: scope,
        title: SCOPE_TITLES[scope],
        isChosen: chosen.includes(scope),
      })),
      scopesError: errors.find(({ field }) => field.startsWith("scopes"))?.message,
      failure: error && errors.length === 0 ? error.message : undefined,
      created: undefined,
      isRevoked: false,
    };
  }

  return {
    show: (context, keys) => {
      const isRevoked = context.req.query(KEY_REVOKED) !== undefined;
      return renderPage(context, "keys", { ...view(keys), isRevoked }, { title: "API keys" });
    },
    showCreated: (context, keys, { text, key }) => {
      const example = exampleCommand(forwarded.root(context), { text, key });
      return renderPage(
        context,
        "keys",
        { ...view(keys), created: { name: key.name, text, example } },
        { title: "API keys", status: 201, kind: "secret" },
      );
    },
    showError: (context, keys, { error, values }) => {
      if (!(error instanceof ServiceError)) throw error;
      prepareErrorResponse(context, error);
      const { status } = PROBLEMS[error.code];
      return renderPage(context, "keys", view(keys, values, error), { title: "API keys", status });
    },
  };
}

/** A command that uses a new key within its scopes. */
function exampleCommand(root: string, { text, key }: CreatedKey): string {
  const authorization = `-H "Authorization: Bearer ${text}"`;
  return key.scopes.includes("calculate")
    ? `curl ${root}/evaluate \\\n  ${authorization} \\\n` +
      `  -H "Content-Type: application/json" -d '{"expression": "2^1000"}'`
    : `curl ${root}/logs \\\n  ${authorization}`;
}

function keyView(key: ApiKey): KeyView {
  const { created_at, expires_at, last_used_at } = keyDocument(key);
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes.map((scope) => SCOPE_TITLES[scope]).join(", "),
    created: minutes(created_at),
    expires: expires_at === null ? "Never" : minutes(expires_at),
    lastUsed: last_used_at === null ? "Never" : minutes(last_used_at),
  };
}

/** A UTC time of RFC 3339 without seconds, as a table shows it. */
function minutes(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}
