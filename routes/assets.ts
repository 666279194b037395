import { Hono } from "hono";
import icon from "../views/assets/icon.svg" with { type: "text" };
import accountScript from "../views/assets/account.js" with { type: "text" };
import calculateScript from "../views/assets/calculate.js" with { type: "text" };
import eventsScript from "../views/assets/events.js" with { type: "text" };
import outcomeScript from "../views/assets/outcome.js" with { type: "text" };
import predictionScript from "../views/assets/prediction.js" with { type: "text" };
import progressScript from "../views/assets/progress.js" with { type: "text" };
import themeScript from "../views/assets/theme.js" with { type: "text" };
import style from "../views/assets/style.css" with { type: "text" };
import docsScript from "../views/assets/docs.js" with { type: "text" };
import docsStyle from "../views/assets/docs.css" with { type: "text" };
import docsPage from "../views/assets/docs.html" with { type: "text" };
import swaggerScript from "swagger-ui-dist/swagger-ui-bundle.js" with { type: "text" };
import swaggerStyle from "swagger-ui-dist/swagger-ui.css" with { type: "text" };
import type { AppEnv } from "./context.ts";
import { encodeOnce } from "./encode_once.ts";
import { bodyOf, htmlResponse } from "./respond.ts";

const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const ASSETS: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "style.css": [CSS, style],
  "icon.svg": ["image/svg+xml", icon],
  "account.js": [SCRIPT, accountScript],
  "calculate.js": [SCRIPT, calculateScript],
  "events.js": [SCRIPT, eventsScript],
  "outcome.js": [SCRIPT, outcomeScript],
  "prediction.js": [SCRIPT, predictionScript],
  "progress.js": [SCRIPT, progressScript],
  "theme.js": [SCRIPT, themeScript],
  "docs.css": [CSS, docsStyle],
  "docs.js": [SCRIPT, docsScript],
  "swagger-ui.css": [CSS, swaggerStyle],
  "swagger-ui.js": [SCRIPT, swaggerScript],
};

/** Style sheets, scripts and the API reference, all embedded in the program. */
export function createAssetRoutes(): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  for (const [name, [type, text]] of Object.entries(ASSETS)) {
    const bytes = encodeOnce(() => text);
    routes.get(
      `/assets/${name}`,
      (context) =>
        context.body(bodyOf(context, bytes()), 200, {
          "Content-Type": type,
          "Cache-Control": "public, max-age=86400",
        }),
    );
  }
  routes.get("/docs", (context) => htmlResponse(context, docsPage));
  return routes;
}
