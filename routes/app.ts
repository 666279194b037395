import { Hono } from "hono";
import { cors } from "hono/cors";
import type { Accounts } from "../domain/accounts/accounts.ts";
import type { Sessions } from "../domain/accounts/sessions.ts";
import type { Calculator } from "../domain/calculator.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Operation } from "../domain/operations/mod.ts";
import type {
  Health,
  LogReader,
  RateLimiter,
  RequestObserver,
  SecurityObserver,
} from "../domain/ports.ts";
import { createRenderer } from "../views/render.ts";
import { createAccountRoutes } from "./accounts.ts";
import { createAnswers } from "./answers.ts";
import { createAssetRoutes } from "./assets.ts";
import { createAuthentication } from "./authentication.ts";
import { createBodyReader } from "./body.ts";
import { createCalculationRoutes } from "./calculations.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { createBoundedStreams } from "./bounded_streams.ts";
import { createLogRoutes } from "./logs.ts";
import { measureHead } from "./middleware/measure_head.ts";
import { observe } from "./middleware/observe.ts";
import { wantsPage } from "./negotiate.ts";
import { openApiDocument } from "./openapi.ts";
import { createForwarded } from "./forwarded.ts";
import { createAccountPages } from "./pages/account_pages.ts";
import { createRenderPage } from "./pages/layout.ts";
import { createLogPages } from "./pages/log_pages.ts";
import { createOperationPages } from "./pages/operation_pages.ts";
import { createPageRoutes } from "./pages/page_routes.ts";
import { PROBLEMS } from "./problems.ts";
import { asServiceError, clientGone, problem, setFailure } from "./respond.ts";
import { createSignInLimits } from "./sign_in_limits.ts";
import { createStatusRoutes } from "./status.ts";

export interface AppDependencies {
  readonly operations: readonly Operation[];
  readonly calculator: Calculator;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly logReader: LogReader;
  readonly rateLimiter: RateLimiter;
  readonly requests: RequestObserver;
  readonly security: SecurityObserver;
  readonly health: () => Health;
  readonly exposeMetrics: () => Promise<{ readonly body: string; readonly contentType: string }>;
  readonly settings: AppSettings;
}

export interface AppSettings {
  readonly version: string;
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly allowInsecureCookies: boolean;
  readonly metricsToken: string | undefined;
  readonly signup: boolean;
  readonly tokenTtlMs: number;
  readonly sessionTtlMs: number;
}

/** The whole HTTP interface. */
export function createApp(dependencies: AppDependencies): Hono<AppEnv> {
  const { operations, calculator, accounts, sessions, logReader, settings } = dependencies;
  const { version, signup } = settings;
  const clients = createForwarded(settings);
  const { allowInsecureCookies } = settings;
  const authentication = createAuthentication({ sessions, clients, allowInsecureCookies });
  const render = createRenderer();
  const showPage = createRenderPage({ render, operations, authentication, signup, version });
  const answers = createAnswers(createBoundedStreams());
  const readBody = createBodyReader();
  const operationPages = createOperationPages({
    calculator,
    answers,
    authentication,
    readBody,
    showPage,
  });
  const accountPages = createAccountPages({ authentication, showPage });
  const [firstName, ...otherNames] = operations.map(({ name }) => name);
  const operationNames = [firstName!, ...otherNames] as const;

  const app = new Hono<AppEnv>();
  app.use(observe({ observer: dependencies.requests }));
  app.use(measureHead());
  if (settings.corsOrigins.length > 0) {
    app.use(cors({ origin: [...settings.corsOrigins], exposeHeaders: ["X-Request-Id"] }));
  }
  app.route(
    "/",
    createCalculationRoutes({
      operations,
      calculator,
      answers,
      authentication,
      readBody,
      pages: operationPages,
    }),
  );
  app.route(
    "/",
    createAccountRoutes({
      accounts,
      sessions,
      authentication,
      readBody,
      logReader,
      limits: createSignInLimits(dependencies.rateLimiter),
      clients,
      security: dependencies.security,
      pages: accountPages,
      ...settings,
    }),
  );
  app.route(
    "/",
    createLogRoutes({
      authentication,
      accounts,
      logReader,
      operationNames: [...operationNames],
      pages: createLogPages({ operationNames, showPage }),
    }),
  );
  app.route("/", createStatusRoutes({ ...dependencies, ...settings }));
  app.route(
    "/",
    createPageRoutes({ operations, operationPages, accountPages, showPage, clients, version }),
  );
  app.route("/", createAssetRoutes());
  const document = JSON.stringify(openApiDocument(operations, version));
  app.get(
    "/openapi.json",
    (context) => context.body(document, 200, { "Content-Type": "application/json" }),
  );

  refuseOtherMethods(app);
  app.notFound((context) =>
    fail(context, new ServiceError("not_found", `Nothing is at ${quotedPath(context)}`))
  );
  app.onError((error, context) => {
    const isOurs = error instanceof ServiceError;
    if (!isOurs && error === context.req.raw.signal.reason) return clientGone(context);
    return fail(context, asServiceError(error));
  });

  async function fail(context: AppContext, error: ServiceError): Promise<Response> {
    setFailure(context, error);
    if (error.code === "forbidden") reportRefusal(context);
    if (!wantsPage(context)) return problem(context, error);
    const { status, title } = PROBLEMS[error.code];
    return await showPage(context, "failure", {
      code: error.code,
      title,
      status,
      detail: error.message,
      requestId: context.get("requestId"),
    }, { title, status });
  }

  function reportRefusal(context: AppContext): void {
    const username = context.get("session")?.username;
    dependencies.security.onSecurityEvent("access_refused", {
      ...(username !== undefined && { username }),
      address: clients.address(context),
      requestId: context.get("requestId"),
    });
  }

  return app;
}

/** Paths that exist answer every method, the others than their own with 405 and `Allow`. */
function refuseOtherMethods(app: Hono<AppEnv>): void {
  const routes = app.routes.filter(({ method }) => method !== "ALL");
  for (const [path, same = []] of Object.entries(Object.groupBy(routes, ({ path }) => path))) {
    const methods = same.map(({ method }) => method);
    const allowed = methods.includes("GET") ? ["GET", "HEAD", ...methods] : methods;
    const allow = [...new Set(allowed)].join(", ");
    app.all(path, (context) => {
      context.header("Allow", allow);
      throw new ServiceError(
        "method_not_allowed",
        `Cannot ${context.req.method} ${quotedPath(context)}: it takes ${allow}`,
      );
    });
  }
}

function quotedPath(context: AppContext): string {
  return JSON.stringify(context.req.path.slice(0, 200));
}
