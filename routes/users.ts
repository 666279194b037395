import { Hono } from "hono";
import * as z from "zod";
import { once } from "../domain/once.ts";
import type { Accounts } from "../domain/accounts/accounts.ts";
import type { SessionPrincipal } from "../domain/accounts/principal.ts";
import { roleSchema, type User } from "../domain/accounts/types.ts";
import { ServiceError } from "../domain/errors.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { Authentication } from "./authentication.ts";
import { type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { bodyObject, type Values } from "./body_object.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { integerParameter } from "./integer_parameter.ts";
import { wantsPage } from "./negotiate.ts";
import { pathWithQuery } from "./path_with_query.ts";
import { USERS_PATH, type UsersPage } from "./pages/users_page.ts";
import { nonEmptyParameters } from "./query_parameters.ts";
import type { ReportSecurityEvent } from "./security_events.ts";
import { NO_STORE } from "./session_responses.ts";
import { signInRedirect } from "./sign_in_redirect.ts";
import { userDocument } from "./user_document.ts";

const DEFAULT_LIMIT = 50;

/** Query parameters of `/users`. */
export const userFilterSchema = once(() =>
  z.object({
    search: z.string().max(64, { error: "Use at most 64 characters" }).default("").meta({
      description: "Only users whose name begins with this text, ignoring case",
    }),
    limit: integerParameter(200).default(DEFAULT_LIMIT).meta({
      description: "Users per page, 1 to 200, by default 50",
    }),
    cursor: z.string().max(64, { error: "Use the value of next from an earlier page" }).optional()
      .meta({ description: "The value of next from the previous page" }),
  })
);

export type UserFilter = z.infer<ReturnType<typeof userFilterSchema>>;

/** Body of `PATCH /users/{username}`. */
export const userChangeSchema = once(() =>
  z.object({
    role: roleSchema().optional().meta({ title: "Role", examples: ["admin"] }),
    disabled: z.boolean({ error: "Use true or false" }).optional().meta({
      title: "Disabled",
      examples: [false],
    }),
  })
);

export interface UserRoutesOptions {
  readonly accounts: Pick<Accounts, "search" | "administer">;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly report: ReportSecurityEvent;
  readonly page: UsersPage;
}

/** Routes with which administrators list users and change their role and state. */
export function createUserRoutes(options: UserRoutesOptions): Hono<AppEnv> {
  const { accounts, authentication, readBody, report, page } = options;
  const routes = new Hono<AppEnv>();

  routes.get(USERS_PATH, async (context) => {
    const isPage = wantsPage(context);
    if (isPage && !await authentication.find(context)) {
      return signInRedirect(context, pathWithQuery(context));
    }
    await requireAdmin(context);
    const filter = parseInput(userFilterSchema(), nonEmptyParameters(context));
    const { users, next } = await findUsers(filter);
    if (isPage) return await page.show(context, { filter, users, next });
    return context.json({ users: users.map(administeredUser), next }, 200, NO_STORE);
  });

  routes.patch("/users/:username", async (context) => {
    const principal = await requireAdmin(context);
    const values = bodyObject(await readBody(context, { maxBytes: SMALL_BODY_BYTES }));
    return context.json(administeredUser(await change(context, principal, values)), 200, NO_STORE);
  });

  // Forms cannot send PATCH.
  routes.post("/users/:username", async (context) => {
    const isPage = wantsPage(context);
    if (isPage && !await authentication.find(context)) return signInRedirect(context, USERS_PATH);
    const principal = await requireAdmin(context);
    const sent = bodyObject(await readBody(context, { maxBytes: SMALL_BODY_BYTES }));
    const { search = "", cursor, ...values } = formValues(sent);
    try {
      const user = await change(context, principal, values);
      if (!isPage) return context.json(administeredUser(user), 200, NO_STORE);
      return context.redirect(page.link({ search, cursor, changed: user.username }), 303);
    } catch (error) {
      if (!isPage) throw error;
      const filter = { search, cursor, limit: DEFAULT_LIMIT };
      return await page.showError(context, { filter, ...await findUsers(filter) }, error);
    }
  });

  async function requireAdmin(context: AppContext): Promise<SessionPrincipal> {
    const principal = await authentication.requireSession(context);
    if (principal.role === "admin") return principal;
    throw new ServiceError("forbidden", "Only an administrator may see and change users");
  }

  /** Reads one more user than the page has, to know whether there is a next page. */
  async function findUsers({ search, cursor, limit }: UserFilter) {
    const found = await accounts.search({
      prefix: search,
      after: cursor?.toLowerCase(),
      limit: limit + 1,
    });
    const users = found.slice(0, limit);
    const next = found.length > limit ? users.at(-1)!.username.toLowerCase() : null;
    return { users, next };
  }

  async function change(
    context: AppContext,
    { username }: SessionPrincipal,
    values: Values,
  ): Promise<User> {
    const changes = parseInput(userChangeSchema(), values);
    const user = await accounts.administer(context.req.param("username")!, changes);
    const described = Object.entries(changes).map((pair) => pair.join("=")).join(" ");
    report(context, "user_changed", { username, subjectId: user.id, change: described });
    return user;
  }

  return routes;
}

function administeredUser(user: User) {
  return { ...userDocument(user), disabled: user.disabled };
}

/** The members of a form, in which every value is a text. */
function formValues(sent: Values) {
  const { search, cursor, role, disabled } = sent;
  return {
    ...(typeof search === "string" && { search: search.slice(0, 64) }),
    ...(typeof cursor === "string" && cursor !== "" && { cursor: cursor.slice(0, 64) }),
    ...(role !== undefined && { role }),
    ...(disabled !== undefined && { disabled: booleans.get(disabled) ?? disabled }),
  };
}

const booleans: ReadonlyMap<unknown, boolean> = new Map([["true", true], ["false", false]]);
