import type { MiddlewareHandler } from "hono";
import { getPath } from "hono/utils/url";
import type { AppContext, AppEnv } from "./context.ts";

/** An attribute of a link from the root of the service. Text in a page has its quotes escaped. */
const LINK = / (href|action|src)="\//g;

/** Returns the path of a public URL without a trailing slash; empty for the root of a host. */
export function basePathOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? "" : new URL(publicUrl).pathname.replace(/\/$/, "");
}

/** Reads the path of a request below the base path, whether or not a proxy has removed it. */
export function createPathReader(basePath: string): (request: Request) => string {
  return (request) => {
    const path = getPath(request);
    if (path === basePath) return "/";
    return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
  };
}

/** Adds the base path to redirects. Handlers name every path from the root of the service. */
export function useBasePath(basePath: string): MiddlewareHandler<AppEnv> {
  return async function addBasePath(context, next) {
    context.set("basePath", basePath);
    await next();
    const location = context.res.headers.get("location");
    if (location?.startsWith("/")) context.res.headers.set("Location", basePath + location);
  };
}

/** Adds the base path to a path from the root of the service. */
export function publicPath(context: AppContext, path: string): string {
  return (context.get("basePath") ?? "") + path;
}

/** Adds the base path to the links of a page. */
export function withPublicLinks(context: AppContext, html: string): string {
  return html.replace(LINK, (_, attribute) => ` ${attribute}="${publicPath(context, "/")}`);
}
