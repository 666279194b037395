import { Hono } from "hono";
import icon from "../views/assets/icon.svg" with { type: "text" };
import accountScript from "../views/assets/account.js" with { type: "text" };
import answerScript from "../views/assets/answer.js" with { type: "text" };
import calculateScript from "../views/assets/calculate.js" with { type: "text" };
import eventsScript from "../views/assets/events.js" with { type: "text" };
import functionsScript from "../views/assets/functions.js" with { type: "text" };
import outcomeScript from "../views/assets/outcome.js" with { type: "text" };
import predictionScript from "../views/assets/prediction.js" with { type: "text" };
import progressScript from "../views/assets/progress.js" with { type: "text" };
import referenceStyle from "../views/assets/reference.css" with { type: "text" };
import themeScript from "../views/assets/theme.js" with { type: "text" };
import { condenseScript, condenseStyle } from "../views/condense.ts";
import { ACCOUNT_STYLE_SHEET, STYLE_SHEET } from "../views/style_sheet.ts";
import type { AppEnv } from "./context.ts";
import { createFixedBody } from "./fixed_body.ts";

const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const IMMUTABLE = "public, max-age=31536000, immutable";

/** A replica of another version has other assets at the same address. */
const REVALIDATE = "no-cache";

interface Asset {
  readonly type: string;
  readonly source: string;
  /** Returns the text that is sent. Called with the first request, so that it delays no start. */
  condense(source: string): string;
}

/**
 * Returns the folder of the assets, named after a hash of all of them: scripts import each other by
 * relative paths, so that one that changes gives all of them new addresses.
 */
export function assetsFolder(): string {
  const contents = Object.entries(allAssets())
    .map(([name, { source, condense }]) => [name, source, String(condense)]);
  const { createHash } = globalThis.process.getBuiltinModule("node:crypto");
  const hash = createHash("sha256").update(JSON.stringify(contents)).digest("base64url");
  return `/assets/${hash.slice(0, 16)}`;
}

/** Style sheets and scripts, all embedded in the program, in the folder of `assetsFolder()`. */
export function createAssetRoutes(folder: () => string): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  for (const [name, { type, source, condense }] of Object.entries(allAssets())) {
    const body = createFixedBody(() => condense(source));
    const headers = { "Content-Type": type };
    for (const path of [`/assets/${name}`, `/assets/:hash/${name}`]) {
      routes.get(path, (context) => {
        const isOfThisVersion = context.req.path === `${folder()}/${name}`;
        const caching = isOfThisVersion ? IMMUTABLE : REVALIDATE;
        return body.respond(context, { ...headers, "Cache-Control": caching });
      });
    }
  }
  return routes;
}

function allAssets(): Readonly<Record<string, Asset>> {
  return {
    "style.css": style(STYLE_SHEET),
    "account.css": style(ACCOUNT_STYLE_SHEET),
    "reference.css": style(referenceStyle),
    "icon.svg": { type: "image/svg+xml", source: icon, condense: (source) => source },
    "account.js": script(accountScript),
    "answer.js": script(answerScript),
    "calculate.js": script(calculateScript),
    "events.js": script(eventsScript),
    "functions.js": script(functionsScript),
    "outcome.js": script(outcomeScript),
    "prediction.js": script(predictionScript),
    "progress.js": script(progressScript),
    "theme.js": script(themeScript),
  };
}

function style(source: string): Asset {
  return { type: CSS, source, condense: condenseStyle };
}

function script(source: string): Asset {
  return { type: SCRIPT, source, condense: condenseScript };
}
