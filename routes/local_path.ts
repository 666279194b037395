const NOWHERE = "http://nowhere.invalid";

/** A path on this site that a redirect may go to, or undefined for anything else. */
export function localPath(target: unknown): string | undefined {
  if (typeof target !== "string" || !target.startsWith("/")) return undefined;
  const url = URL.parse(target, NOWHERE);
  return url?.origin === NOWHERE ? url.pathname + url.search : undefined;
}
