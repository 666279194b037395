import type { AppContext } from "./context.ts";

/** The address of the sign-in page, which then redirects to a path on this site. */
export function signInLocation(next: string): string {
  return `/login?${new URLSearchParams({ next })}`;
}

export function signInRedirect(context: AppContext, next: string): Response {
  return context.redirect(signInLocation(next), 303);
}
