import type { ContentCoding } from "./content_coding.ts";
import type { AppContext } from "./context.ts";

/**
 * Returns a strong entity tag of a body. Each content coding of it has its own (RFC 9110, section
 * 8.8.3.3).
 */
export function entityTag(body: string | Uint8Array, coding?: ContentCoding | undefined): string {
  const { createHash } = globalThis.process.getBuiltinModule("node:crypto");
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  return coding === undefined ? `"${hash}"` : `"${hash}-${coding}"`;
}

/** Sets `ETag`, and returns whether the client has the body with this tag already. */
export function isCurrent(context: AppContext, tag: string): boolean {
  context.header("ETag", tag);
  // RFC 9110, section 13.1.2: weak tags are compared by their text.
  const tags = (context.req.header("if-none-match") ?? "").split(",")
    .map((text) => text.trim().replace(/^W\//, ""));
  return tags.includes(tag) || tags.includes("*");
}
