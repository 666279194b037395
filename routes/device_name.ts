/** Names of browsers by what their User-Agent contains; the first match counts. */
const BROWSERS = [
  [/ Edg(?:e|A|iOS)?\//, "Edge"],
  [/ OPR\//, "Opera"],
  [/ SamsungBrowser\//, "Samsung Internet"],
  [/ (?:Firefox|FxiOS)\//, "Firefox"],
  [/ (?:Chrome|CriOS|Chromium|HeadlessChrome)\//, "Chrome"],
  [/ Version\/.* Safari\//, "Safari"],
] as const;

const SYSTEMS = [
  [/Android/, "Android"],
  [/iPhone|iPad|iPod/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux|X11/, "Linux"],
] as const;

/** The name of a program, as in `curl/8.5.0`. */
const PRODUCT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}/;

/**
 * A short name for the program that sent a User-Agent header, as in `Firefox on Linux` or `curl`.
 * Undefined if the header names none.
 */
export function deviceName(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined) return undefined;
  const text = ` ${userAgent.slice(0, 512)}`;
  const browser = nameIn(BROWSERS, text);
  if (browser === undefined) return PRODUCT.exec(userAgent)?.[0];
  const system = nameIn(SYSTEMS, text);
  return system === undefined ? browser : `${browser} on ${system}`;
}

function nameIn(
  names: readonly (readonly [pattern: RegExp, name: string])[],
  text: string,
): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
