/**
 * Returns a function that formats milliseconds since 1970 as RFC 3339 in UTC. It caches the last
 * text, because many requests share a millisecond.
 */
export function createUtcText(): (milliseconds: number) => string {
  let last = NaN;
  let text = "";

  return function utcText(milliseconds: number): string {
    if (milliseconds !== last) {
      text = new Date(milliseconds).toISOString();
      last = milliseconds;
    }
    return text;
  };
}
