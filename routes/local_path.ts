const PLACEHOLDER_ORIGIN = "http://nowhere.invalid";

/** Returns a redirect target if it is a path on this site, and undefined otherwise. */
export function localPath(target: unknown): string | undefined {
  if (typeof target !== "string" || !target.startsWith("/")) return undefined;
  const url = URL.parse(target, PLACEHOLDER_ORIGIN);
  if (url?.origin !== PLACEHOLDER_ORIGIN) return undefined;
  const path = url.pathname + url.search;
  // Resolving dot segments, as in "/..//host", can produce a protocol-relative URL.
  return path.startsWith("//") ? undefined : path;
}
