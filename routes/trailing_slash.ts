import type { Hono } from "hono";
import type { AppContext, AppEnv } from "./context.ts";

/** Characters of paths of this service. */
const PLAIN_PATH = /^[\w./-]+$/;

/**
 * Redirects a request for an unknown path to the same path without a slash at the end, if there is
 * such a route. Returns undefined otherwise. A 308 keeps the method and the body.
 */
export function createSlashRedirect(app: Hono<AppEnv>) {
  const routes = new Set(app.routes.map(({ path }) => path).filter((path) => !path.includes("*")));
  const patterns = [...routes].map((path) =>
    new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]+")}$`)
  );

  return (context: AppContext): Response | undefined => {
    const { path, url } = context.req;
    if (!path.endsWith("/") || !PLAIN_PATH.test(path)) return undefined;
    const target = path.slice(0, -1);
    if (!patterns.some((pattern) => pattern.test(target))) return undefined;
    return context.redirect(target + new URL(url).search, 308);
  };
}
