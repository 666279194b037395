import { Hono } from "hono";
import { ServiceError } from "../../domain/errors.ts";
import { findOperation, type Operation, summarizeOperations } from "../../domain/operations/mod.ts";
import { publicPath } from "../base_path.ts";
import type { AppContext, AppEnv } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";
import { wantsPage } from "../negotiate.ts";
import { describeOperation } from "../operation_description.ts";
import { isErrorCode, PROBLEMS } from "../problems.ts";
import type { RenderPage } from "./layout.ts";
import { questionView } from "./operation_page.ts";

export interface PageRoutesOptions {
  readonly operations: readonly Operation[];
  readonly renderPage: RenderPage;
  readonly forwarded: Forwarded;
  readonly version: string;
  /** Whether visitors without an account are answered, too. */
  readonly guests: boolean;
}

/** Expressions that make people curious. */
const EXAMPLES = [
  "100!",
  "F(1000)",
  "2^1000",
  "(10^18)!",
  "binomial(1000, 500) mod 97",
  "1/7 + 1/3",
];

/** Routes of the home page and of the pages that explain problems; programs get JSON. */
export function createPageRoutes(options: PageRoutesOptions): Hono<AppEnv> {
  const { operations, renderPage, forwarded, version, guests } = options;
  const evaluateOperation = findOperation("evaluate")!;
  const summary = summarizeOperations(operations);
  const routes = new Hono<AppEnv>();

  routes.get("/", (context) => {
    if (wantsPage(context)) {
      const origin = forwarded.root(context);
      const question = questionView(evaluateOperation, {});
      const view = {
        ...question,
        options: question.options.filter(({ name }) => name === "variables"),
        guests,
        origin,
        summary,
        examples: EXAMPLES,
      };
      return renderPage(context, "home", view, { title: "Every digit" });
    }
    return context.json({
      name: "MathCalculator",
      version,
      openapi: publicPath(context, "/openapi.json"),
      documentation: publicPath(context, "/docs"),
      operations: operations.map(describeOperation),
    });
  });

  routes.get("/problems/:code", (context) => explainProblem(context, context.req.param("code")));

  function explainProblem(context: AppContext, code: string): Response | Promise<Response> {
    if (!isErrorCode(code)) {
      throw new ServiceError("not_found", `Unknown problem ${JSON.stringify(code)}`);
    }
    const { example, ...type } = PROBLEMS[code];
    const origin = forwarded.root(context);
    const problem = { ...type, example: example.replaceAll("{origin}", origin) };
    return wantsPage(context)
      ? renderPage(context, "problem", { code, ...problem }, { title: problem.title })
      : context.json({ code, ...problem });
  }

  return routes;
}
