const NOWHERE = "http://nowhere.invalid";

/** A path on this site that a redirect may go to, or undefined for anything else. */
export function localPath(target: unknown): string | undefined {
  if (typeof target !== "string" || !target.startsWith("/")) return undefined;
  const url = URL.parse(target, NOWHERE);
  if (url?.origin !== NOWHERE) return undefined;
  const path = url.pathname + url.search;
  // Dot segments that are removed, as in "/..//host", can leave the name of another host.
  return path.startsWith("//") ? undefined : path;
}
