import { ServiceError } from "../../domain/errors.ts";
import type { AppContext } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";

/** Names and addresses that no DNS server can point elsewhere. */
const FIXED_HOST = /^(localhost|[0-9.]+|\[[0-9a-f:.]+\])$/;

export interface OriginOptions {
  readonly forwarded: Pick<Forwarded, "origin">;
  readonly publicUrl: string | undefined;
  /** Origins of other sites whose scripts may use the service. */
  readonly corsOrigins: readonly string[];
}

/**
 * Throws `forbidden` for a request from a browser that does not come from this site or an allowed
 * one. Without a public URL, the site must have a fixed host: a page that rebinds its own name to
 * this address sends equal `Origin` and `Host` headers.
 */
export function requireOwnOrigin(context: AppContext, options: OriginOptions): void {
  const { forwarded, publicUrl, corsOrigins } = options;
  const origin = context.req.header("origin");
  if (origin === undefined) return;
  if (corsOrigins.includes(origin)) return;
  const own = forwarded.origin(context);
  const isTrusted = publicUrl !== undefined || FIXED_HOST.test(new URL(own).hostname);
  if (origin === own && isTrusted) return;
  throw new ServiceError(
    "forbidden",
    "The request comes from a page of another site: see PUBLIC_URL and CORS_ORIGINS",
  );
}
