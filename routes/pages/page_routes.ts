import { Hono } from "hono";
import { ServiceError } from "../../domain/errors.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { wantsPage } from "../negotiate.ts";
import type { Forwarded } from "../forwarded.ts";
import { isErrorCode, PROBLEMS } from "../problems.ts";
import type { AccountPages } from "./account_pages.ts";
import type { RenderPage } from "./layout.ts";
import type { OperationPages } from "./operation_pages.ts";

export interface PageRoutesOptions {
  readonly operations: readonly Operation[];
  readonly operationPages: OperationPages;
  readonly accountPages: AccountPages;
  readonly showPage: RenderPage;
  readonly clients: Forwarded;
  readonly version: string;
}

/** `GET` of what people see; a program that asks gets the same in JSON. */
export function createPageRoutes(options: PageRoutesOptions): Hono<AppEnv> {
  const { operations, operationPages, accountPages, showPage, clients, version } = options;
  const routes = new Hono<AppEnv>();

  routes.get("/", (context) => {
    if (wantsPage(context)) {
      return showPage(context, "home", { origin: clients.origin(context) }, { title: "Exact" });
    }
    return context.json({
      name: "MathCalculator",
      version,
      openapi: "/openapi.json",
      documentation: "/docs",
      operations: operations.map(description),
    });
  });

  for (const operation of operations) {
    routes.get(
      operation.paths[0],
      (context) =>
        wantsPage(context)
          ? operationPages.show(context, operation)
          : context.json(description(operation)),
    );
  }

  routes.get("/login", (context) =>
    wantsPage(context) ? accountPages.login(context) : context.json(
      { title: "Sign in", method: "POST", path: "/token", documentation: "/docs" },
    ));

  routes.get(
    "/signup",
    (context) =>
      wantsPage(context) ? accountPages.signup(context) : context.json(
        { title: "Sign up", method: "POST", path: "/signup2", documentation: "/docs" },
      ),
  );

  routes.get("/problems/:code", (context) => explainProblem(context, context.req.param("code")));

  function explainProblem(context: AppContext, code: string): Response | Promise<Response> {
    if (!isErrorCode(code)) {
      throw new ServiceError("not_found", `No problem is called ${JSON.stringify(code)}`);
    }
    const problem = PROBLEMS[code];
    return wantsPage(context)
      ? showPage(context, "problem", { code, ...problem }, { title: problem.title })
      : context.json({ code, ...problem });
  }

  return routes;
}

function description({ name, title, notation, description, paths, example }: Operation) {
  return { name, title, notation, description, method: "POST", paths, example };
}
