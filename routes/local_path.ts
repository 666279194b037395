const NOWHERE = "http://nowhere.invalid";

/** Returns a redirect target if it is a path on this site, and undefined otherwise. */
export function localPath(target: unknown): string | undefined {
  if (typeof target !== "string" || !target.startsWith("/")) return undefined;
  const url = URL.parse(target, NOWHERE);
  if (url?.origin !== NOWHERE) return undefined;
  const path = url.pathname + url.search;
  // Removing dot segments, as from "/..//host", can leave the name of another host.
  return path.startsWith("//") ? undefined : path;
}
