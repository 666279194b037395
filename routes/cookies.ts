import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { publicPath } from "./base_path.ts";
import type { AppContext } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";

export interface Cookie {
  /** Without prefix. */
  readonly name: string;
  readonly value: string;
  readonly expires: Date;
}

/**
 * Cookies that only this host reads and sets. Browsers accept them over https, and on localhost and
 * 127.0.0.1.
 */
export interface Cookies {
  /** Whether the client's browser would store and send a cookie. */
  canStore(context: AppContext): boolean;
  get(context: AppContext, name: string): string | undefined;
  set(context: AppContext, cookie: Cookie): void;
  delete(context: AppContext, name: string): void;
}

export interface CookiesOptions {
  readonly forwarded: Pick<Forwarded, "origin">;
  readonly allowInsecureCookies: boolean;
}

export function createCookies({ forwarded, allowInsecureCookies }: CookiesOptions): Cookies {
  function isTrustworthyOrigin(context: AppContext): boolean {
    const { protocol, hostname } = new URL(forwarded.origin(context));
    return protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1";
  }

  /** Browsers require the path `/` of a cookie whose name begins with `__Host-`. */
  function fullName(context: AppContext, name: string): string {
    if (!isTrustworthyOrigin(context)) return name;
    return publicPath(context, "") === "" ? `__Host-${name}` : `__Secure-${name}`;
  }

  function attributes(context: AppContext) {
    const secure = isTrustworthyOrigin(context);
    const path = publicPath(context, "") || "/";
    return { path, httpOnly: true, sameSite: "Lax", secure } as const;
  }

  return {
    canStore: (context) => allowInsecureCookies || isTrustworthyOrigin(context),
    get: (context, name) => {
      if (context.req.header("cookie") === undefined) return undefined;
      return getCookie(context, fullName(context, name));
    },
    set: (context, { name, value, expires }) => {
      setCookie(context, fullName(context, name), value, { ...attributes(context), expires });
    },
    delete: (context, name) => {
      deleteCookie(context, fullName(context, name), attributes(context));
    },
  };
}
