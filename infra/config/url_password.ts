/** Whether the user information of a valid URL has a password. */
export function hasPassword(url: string): boolean {
  return new URL(url).password !== "";
}

/** Adds a password, which may have any characters, to a valid URL; without one, returns the URL. */
export function withPassword(
  url: string | undefined,
  password: string | undefined,
): string | undefined {
  if (url === undefined || password === undefined) return url;
  const complete = new URL(url);
  complete.password = encodeURIComponent(password);
  return complete.href;
}
