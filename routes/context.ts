import type { Context } from "hono";
import type { Session } from "../domain/accounts/types.ts";

/** What the server passes along with each request, and what middleware leaves for handlers. */
export interface AppEnv {
  Bindings: {
    readonly remoteAddr: { readonly hostname?: string };
  };
  Variables: {
    requestId: string;
    /** Set once somebody has been recognised. */
    session: Session | undefined;
    /** The problem answered with, for the application log. */
    failure: unknown;
    /** Resolves when an answer that takes its time has been sent. */
    ended: Promise<void> | undefined;
  };
}

export type AppContext = Context<AppEnv>;
