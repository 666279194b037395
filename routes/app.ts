import { Hono } from "hono";
import { cors } from "hono/cors";
import type { Accounts } from "../domain/accounts/accounts.ts";
import type { ApiKeys } from "../domain/accounts/api_keys.ts";
import type { KeyVerifier } from "../domain/accounts/key_verifier.ts";
import { keyIdOf } from "../domain/accounts/principal.ts";
import type { Sessions } from "../domain/accounts/sessions.ts";
import type { Batches } from "../domain/batch.ts";
import type { Calculator } from "../domain/calculator.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Operation } from "../domain/operations/mod.ts";
import type {
  Clock,
  DeviceSigner,
  Health,
  LogQuota,
  LogReader,
  PasswordEstimator,
  RateLimiter,
  RequestObserver,
  SecurityObserver,
  WatchGrowth,
} from "../domain/ports.ts";
import type { RecordedResults } from "../domain/recorded_results.ts";
import type { Throttle } from "../domain/throttle.ts";
import type { Tracer } from "../domain/tracing.ts";
import { createRenderer } from "../views/render.ts";
import { createAccountRoutes } from "./account.ts";
import { createAdmissionWaits } from "./admission_waits.ts";
import { createAnswers } from "./answers.ts";
import { assetsFolder, createAssetRoutes } from "./assets.ts";
import { createAuthentication } from "./authentication.ts";
import { basePathOf, createPathReader, useBasePath } from "./base_path.ts";
import { createBatchRoutes } from "./batches.ts";
import { createBodyReader } from "./body.ts";
import { createCalculationRoutes } from "./calculations.ts";
import { ClientDisconnected } from "./client_disconnected.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { createCookies } from "./cookies.ts";
import { createDevices } from "./devices.ts";
import { createEntryRoutes } from "./entries.ts";
import { createEntryResults } from "./entry_results.ts";
import { createForwarded } from "./forwarded.ts";
import { createGuests } from "./guests.ts";
import { createKeyLookUpLimit } from "./key_look_up_limit.ts";
import { createKeyRoutes } from "./keys.ts";
import { createLogRoutes } from "./logs.ts";
import { createCalculateTool } from "./mcp/calculate_tool.ts";
import { createDigitsTool } from "./mcp/digits_tool.ts";
import { createMcpRoutes } from "./mcp/mcp_routes.ts";
import { boundResponses } from "./middleware/bound_responses.ts";
import { headContentLength } from "./middleware/head_content_length.ts";
import { createHostCheck } from "./middleware/host_check.ts";
import { observe } from "./middleware/observe.ts";
import { refuseInvalid } from "./middleware/refuse_invalid.ts";
import { requireReady } from "./middleware/require_ready.ts";
import { sizeProblem } from "./middleware/size_problem.ts";
import { throttleRequests } from "./middleware/throttle_requests.ts";
import { wantsPage } from "./negotiate.ts";
import { once } from "../domain/once.ts";
import { createAccountPage } from "./pages/account_page.ts";
import { createCredentialPage } from "./pages/credential_page.ts";
import { createEntryPage } from "./pages/entry_page.ts";
import { createKeysPage } from "./pages/keys_page.ts";
import { createRenderPage } from "./pages/layout.ts";
import { createLogPage } from "./pages/log_page.ts";
import { createOperationPage } from "./pages/operation_page.ts";
import { createDeletionPage } from "./pages/deletion_page.ts";
import { createPageRoutes } from "./pages/page_routes.ts";
import { createPasswordStrengthRoutes } from "./password_strength.ts";
import { createPredictionRoutes } from "./prediction.ts";
import { createUsersPage } from "./pages/users_page.ts";
import { PROBLEMS } from "./problems.ts";
import {
  asServiceError,
  clientClosedRequest,
  prepareErrorResponse,
  problemResponse,
} from "./respond.ts";
import { createReferenceRoutes } from "./reference_routes.ts";
import { createRouter } from "./router.ts";
import { createSecurityReporter } from "./security_events.ts";
import { createSessionRoutes } from "./sessions.ts";
import { createSignInRoutes } from "./sign_in.ts";
import { createSignInLimits } from "./sign_in_limits.ts";
import { createSignUpRoutes } from "./sign_up.ts";
import { createStatusRoutes, type ExposeMetrics } from "./status.ts";
import { createSlashRedirect } from "./trailing_slash.ts";
import { createUserRoutes } from "./users.ts";
import { createWorkThrottle, UNTHROTTLED } from "./work_throttle.ts";

export interface AppDependencies {
  readonly operations: readonly Operation[];
  readonly calculator: Calculator;
  readonly batches: Batches;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly passwordEstimator: PasswordEstimator;
  readonly apiKeys: ApiKeys;
  readonly keyVerifier: Pick<KeyVerifier, "authenticate">;
  readonly logReader: LogReader;
  readonly clock: Pick<Clock, "now" | "uuid">;
  readonly deviceSigner: DeviceSigner;
  /** Undefined without a limit. */
  readonly logQuota: LogQuota | undefined;
  readonly recordedResults: RecordedResults;
  readonly rateLimiter: RateLimiter;
  /** Undefined if all clients are served as they come. */
  readonly throttle: Throttle | undefined;
  readonly watchGrowth: WatchGrowth;
  readonly requests: RequestObserver;
  /** Undefined without tracing. */
  readonly tracer?: Tracer | undefined;
  readonly security: SecurityObserver;
  readonly health: () => Health;
  readonly exposeMetrics: ExposeMetrics;
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
  readonly apiKeys: boolean;
  /** Whether visitors without an account are answered small questions. */
  readonly guests: boolean;
  readonly tokenTtlMs: number;
  readonly sessionTtlMs: number;
  readonly sessionIdleTtlMs: number;
  readonly mcpTimeLimitMs: number;
}

/** Path of middleware. */
const EVERY_PATH = "/*";

/** Headers of an answer that an error replaces. */
const HEADERS_OF_BODIES = ["Content-Length", "Content-Encoding", "Content-Disposition", "ETag"];

/** The complete HTTP interface of the service. */
export function createApp(dependencies: AppDependencies): Hono<AppEnv> {
  const { operations, calculator, accounts, sessions, logReader, throttle, settings } =
    dependencies;
  const { version, signup, tokenTtlMs, sessionTtlMs, sessionIdleTtlMs } = settings;
  const forwarded = createForwarded(settings);
  const cookies = createCookies({ forwarded, ...settings });
  const authentication = createAuthentication({
    sessions,
    keys: settings.apiKeys ? dependencies.keyVerifier : undefined,
    limitKeyLookUps: createKeyLookUpLimit(dependencies.rateLimiter),
    forwarded,
    cookies,
    ...settings,
  });
  const devices = createDevices({
    signer: dependencies.deviceSigner,
    cookies,
    clock: dependencies.clock,
  });
  const readBody = createBodyReader({
    ownerOf: (context) => ({
      address: forwarded.address(context),
      userId: context.get("principal")?.userId,
    }),
    onPieces: ({ address }, arrived) => throttle?.charge(address, arrived),
    watchGrowth: dependencies.watchGrowth,
    wasThrottled: (context) => throttle?.wasThrottled(forwarded.address(context)) ?? false,
  });
  const report = createSecurityReporter(dependencies.security, forwarded);
  const limits = createSignInLimits(dependencies.rateLimiter);
  const { render, renderReference } = createRenderer();
  const assets = once(assetsFolder);
  const renderPage = createRenderPage({
    render,
    operations,
    authentication,
    signup,
    version,
    assets,
  });
  const credentialPage = createCredentialPage({ cookies, renderPage });
  const operationNames = operations.map(({ name }) => name);

  const basePath = basePathOf(settings.publicUrl);
  const app = new Hono<AppEnv>({ getPath: createPathReader(basePath), router: createRouter() });
  app.use(observe({
    observer: dependencies.requests,
    tracer: dependencies.tracer,
    isHttpsOnly: settings.publicUrl?.startsWith("https:"),
  }));
  if (basePath !== "") app.use(useBasePath(basePath));
  app.get(EVERY_PATH, headContentLength());
  const waits = createAdmissionWaits();
  const checks = [
    ...throttle ? [throttleRequests(throttle, forwarded, waits)] : [],
    refuseInvalid(createHostCheck(), sizeProblem),
  ];
  if (settings.corsOrigins.length > 0) {
    // `cors` answers preflight requests itself, and makes its headers readable in every other answer.
    for (const check of checks) app.options(EVERY_PATH, check);
    app.use(cors({ origin: [...settings.corsOrigins], exposeHeaders: ["X-Request-Id"] }));
  }
  app.use(...checks);
  app.use(boundResponses(forwarded, throttle));
  const entryResults = createEntryResults(dependencies);
  const workThrottle = throttle ? createWorkThrottle({ throttle, forwarded, waits }) : UNTHROTTLED;
  const shared = { authentication, readBody, limits, forwarded, cookies, devices, report };
  const parts = [
    createCalculationRoutes({
      operations,
      calculator,
      answers: createAnswers(),
      authentication,
      readBody,
      page: createOperationPage({ renderPage, guests: settings.guests }),
      guests: createGuests({
        calculator,
        limiter: dependencies.rateLimiter,
        forwarded,
        areAnswered: settings.guests,
      }),
    }),
    createPredictionRoutes({
      operations,
      calculator,
      limiter: dependencies.rateLimiter,
      forwarded,
    }),
    createBatchRoutes({ ...shared, batches: dependencies.batches, workThrottle }),
    createSignUpRoutes({
      ...shared,
      accounts,
      sessions,
      page: credentialPage,
      signup,
      sessionTtlMs,
      sessionIdleTtlMs,
    }),
    createSignInRoutes({
      ...shared,
      accounts,
      sessions,
      page: credentialPage,
      tokenTtlMs,
      sessionTtlMs,
      sessionIdleTtlMs,
    }),
    createAccountRoutes({
      ...shared,
      accounts,
      sessions,
      apiKeys: dependencies.apiKeys,
      logReader,
      workThrottle,
      logQuota: dependencies.logQuota,
      page: createAccountPage(renderPage),
      deletionPage: createDeletionPage(renderPage),
    }),
    createSessionRoutes({ ...shared, sessions }),
    createPasswordStrengthRoutes({
      ...shared,
      estimator: dependencies.passwordEstimator,
      limiter: dependencies.rateLimiter,
    }),
    createKeyRoutes({
      ...shared,
      apiKeys: dependencies.apiKeys,
      page: createKeysPage({ renderPage, forwarded, isEnabled: settings.apiKeys }),
    }),
    createLogRoutes({
      ...shared,
      workThrottle,
      accounts,
      logReader,
      operationNames,
      page: createLogPage({ operations, renderPage, logReader, clock: dependencies.clock }),
    }),
    createUserRoutes({ ...shared, accounts, page: createUsersPage(renderPage) }),
    createEntryRoutes({ authentication, entryResults, page: createEntryPage(renderPage) }),
    createMcpRoutes({
      ...shared,
      ...settings,
      createTools: () => [
        createCalculateTool({ calculator, timeLimitMs: settings.mcpTimeLimitMs }),
        createDigitsTool({ entryResults }),
      ],
    }),
    createPageRoutes({ operations, renderPage, forwarded, version, guests: settings.guests }),
    createAssetRoutes(assets),
    createReferenceRoutes({ operations, renderPage, renderReference, forwarded, ...settings }),
  ];
  app.route("/", createStatusRoutes({ ...dependencies, ...settings }));
  app.use(requireReady(dependencies));
  for (const part of parts) app.route("/", part);

  rejectUnsupportedMethods(app, operations);
  const redirectSlash = createSlashRedirect(app);
  app.notFound((context) =>
    redirectSlash(context) ?? respondWithError(
      context,
      new ServiceError("not_found", `Nothing was found at ${quotePath(context)}`),
    )
  );
  app.onError((error, context) => {
    if (isDisconnect(error, context)) return clientClosedRequest(context);
    return respondWithError(context, asServiceError(error));
  });

  async function respondWithError(context: AppContext, error: ServiceError): Promise<Response> {
    // A stream of this request has not been sent, so that its end does not count.
    context.set("ended", undefined);
    for (const name of HEADERS_OF_BODIES) context.header(name, undefined);
    prepareErrorResponse(context, error);
    if (error.code === "forbidden") {
      const principal = context.get("principal");
      const username = principal?.username;
      report(context, "access_refused", { username, keyId: keyIdOf(principal) });
    }
    if (!wantsPage(context)) return problemResponse(context, error);
    const { status, title } = PROBLEMS[error.code];
    return await renderPage(context, "failure", {
      code: error.code,
      title,
      status,
      detail: error.message,
      requestId: context.get("requestId"),
    }, { title, status });
  }

  return app;
}

function isDisconnect(error: Error, context: AppContext): boolean {
  if (error instanceof ServiceError) return false;
  return error instanceof ClientDisconnected || error === context.req.raw.signal.reason;
}

/**
 * Responds with 405 and an `Allow` header to methods that a path does not support. For an operation,
 * the error shows what to send.
 */
function rejectUnsupportedMethods(app: Hono<AppEnv>, operations: readonly Operation[]): void {
  const routes = app.routes.filter(({ method, path }) => method !== "ALL" && path !== EVERY_PATH);
  for (
    const [path, routesOfPath = []] of Object.entries(Object.groupBy(routes, ({ path }) => path))
  ) {
    const methods = routesOfPath.map(({ method }) => method);
    const allowed = methods.includes("GET") ? ["GET", "HEAD", ...methods] : methods;
    const allow = [...new Set(allowed)].join(", ");
    const operation = operations.find(({ paths }) => paths.includes(path));
    const example = operation
      ? `; send POST with a JSON body, such as ${JSON.stringify(operation.example)}`
      : "";
    app.all(path, (context) => {
      context.header("Allow", allow);
      throw new ServiceError(
        "method_not_allowed",
        `Cannot ${context.req.method} ${
          quotePath(context)
        }: allowed methods are ${allow}${example}`,
      );
    });
  }
}

/** Quotes the path of a request, without an API key that was put there by mistake. */
function quotePath(context: AppContext): string {
  const path = context.req.path.replace(/mc_[A-Za-z0-9_-]+/g, "mc_…");
  return JSON.stringify(path.slice(0, 200));
}
