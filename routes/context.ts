import type { Context } from "hono";
import type { Principal } from "../domain/accounts/principal.ts";

/** Bindings that the server passes with each request, and variables that handlers share. */
export interface AppEnv {
  Bindings: {
    readonly remoteAddr: { readonly hostname?: string };
    /** Host and port in the URL of a request that has none; undefined without a socket. */
    readonly addressWithoutHost?: string | undefined;
  };
  Variables: {
    requestId: string;
    /** Set once the request has been authenticated. */
    principal: Principal | undefined;
    /** The error that the response reports, for the application log. */
    failure: unknown;
    /** Path of the service on its host, without a trailing slash. */
    basePath: string | undefined;
    /** Resolves with the final status of a streamed response when the stream has ended. */
    ended: Promise<number> | undefined;
  };
}

export type AppContext = Context<AppEnv>;
