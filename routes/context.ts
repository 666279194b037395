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
    /** Of an answer that takes its time: resolves when it is over, with the status it ended with. */
    ended: Promise<number> | undefined;
  };
}

export type AppContext = Context<AppEnv>;
