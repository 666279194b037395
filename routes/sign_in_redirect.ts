import type { AppContext } from "./context.ts";

/** Redirects to the sign-in page, which then redirects to a path on this site. */
export function signInRedirect(context: AppContext, next: string): Response {
  return context.redirect(`/login?${new URLSearchParams({ next })}`, 303);
}
