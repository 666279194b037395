import { Hono } from "hono";
import type { ApiKeys, CreatedKey } from "../domain/accounts/api_keys.ts";
import { newKeySchema } from "../domain/accounts/new_key.ts";
import type { SessionPrincipal } from "../domain/accounts/principal.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { Authentication } from "./authentication.ts";
import { isFormPost, type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { bodyObject, type Values } from "./body_object.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { keyDocument } from "./key_document.ts";
import { wantsPage } from "./negotiate.ts";
import { KEY_REVOKED, KEYS_PATH, type KeysPage } from "./pages/keys_page.ts";
import type { ReportSecurityEvent } from "./security_events.ts";
import { NO_STORE } from "./session_responses.ts";
import { signInRedirect } from "./sign_in_redirect.ts";

export interface KeyRoutesOptions {
  readonly apiKeys: ApiKeys;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly report: ReportSecurityEvent;
  readonly page: KeysPage;
}

/** Routes for the API keys of the signed-in user. They require a session, not a key. */
export function createKeyRoutes(options: KeyRoutesOptions): Hono<AppEnv> {
  const { apiKeys, authentication, readBody, report, page } = options;
  const routes = new Hono<AppEnv>();

  for (const path of ["/keys", KEYS_PATH]) routes.get(path, list);

  routes.post("/keys", async (context) => {
    const isPage = isFormPost(context) && wantsPage(context);
    if (isPage && !await authentication.find(context)) return signInRedirect(context, KEYS_PATH);
    const principal = await authentication.requireSession(context);
    const values = keyValues(bodyObject(await readBody(context, { maxBytes: SMALL_BODY_BYTES })));
    if (isPage) return await createOnPage(context, principal, values);
    const { text, key } = await create(context, principal, values);
    const { id, name, ...others } = keyDocument(key);
    return context.json({ id, name, key: text, ...others }, 201, NO_STORE);
  });

  routes.delete("/keys/:id", async (context) => {
    await revoke(context, await authentication.requireSession(context));
    return context.body(null, 204);
  });

  // Forms cannot send DELETE.
  routes.post("/keys/:id/revoke", async (context) => {
    const isPage = wantsPage(context);
    if (isPage && !await authentication.find(context)) return signInRedirect(context, KEYS_PATH);
    await revoke(context, await authentication.requireSession(context));
    return isPage ? context.redirect(`${KEYS_PATH}?${KEY_REVOKED}`, 303) : context.body(null, 204);
  });

  async function list(context: AppContext): Promise<Response> {
    const isPage = wantsPage(context);
    if (isPage && !await authentication.find(context)) return signInRedirect(context, KEYS_PATH);
    const { userId } = await authentication.requireSession(context);
    const keys = await apiKeys.list(userId);
    return isPage
      ? await page.show(context, keys)
      : context.json({ keys: keys.map(keyDocument) }, 200, NO_STORE);
  }

  async function createOnPage(
    context: AppContext,
    principal: SessionPrincipal,
    values: Values,
  ): Promise<Response> {
    const keys = await apiKeys.list(principal.userId);
    try {
      // Without a ticked box, a form has no member for the scopes.
      const created = await create(context, principal, { scopes: [], ...values });
      return await page.showCreated(context, [created.key, ...keys], created);
    } catch (error) {
      return await page.showError(context, keys, { error, values });
    }
  }

  async function create(
    context: AppContext,
    { userId, username }: SessionPrincipal,
    values: Values,
  ): Promise<CreatedKey> {
    const created = await apiKeys.create(userId, parseInput(newKeySchema(), values));
    report(context, "key_created", { username, keyId: created.key.id });
    return created;
  }

  async function revoke(
    context: AppContext,
    { userId, username }: SessionPrincipal,
  ): Promise<void> {
    const keyId = context.req.param("id")!.toLowerCase();
    await apiKeys.revoke(userId, keyId);
    report(context, "key_revoked", { username, keyId });
  }

  return routes;
}

/** The values of a new key; a form sends a single scope as a text. */
function keyValues(values: Values): Values {
  return typeof values.scopes === "string" ? { ...values, scopes: [values.scopes] } : values;
}
