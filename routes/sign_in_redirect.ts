import type { AppContext } from "./context.ts";

/** Sends a browser to the sign-in page, and from there to a path of this site. */
export function signInRedirect(context: AppContext, next: string): Response {
  return context.redirect(`/login?${new URLSearchParams({ next })}`, 303);
}
