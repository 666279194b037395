import type { AppContext } from "./context.ts";

/** Redirects to the sign-in page, which then leads to a path of this site. */
export function signInRedirect(context: AppContext, next: string): Response {
  return context.redirect(`/login?${new URLSearchParams({ next })}`, 303);
}
