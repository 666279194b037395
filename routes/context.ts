import type { Context } from "hono";
import type { Principal } from "../domain/accounts/principal.ts";
import type { BoundedStreams } from "./bounded_streams.ts";
import type { ConnectionBinding } from "./connection_binding.ts";

/** Bindings that the server passes with each request, and variables that handlers share. */
export interface AppEnv {
  Bindings: {
    readonly remoteAddr: { readonly hostname?: string };
    /** Undefined without a socket. */
    readonly connection?: ConnectionBinding;
    /** Host and port in the URL of a request that has none; undefined without a socket. */
    readonly addressWithoutHost?: string | undefined;
  };
  Variables: {
    requestId: string;
    /** W3C `traceparent` of the request's span; undefined if it is not traced. */
    traceparent: string | undefined;
    /** Sends bodies that may be long. */
    streams: BoundedStreams<AppContext>;
    /** Set if the length of the body is only known at its end. */
    isMadeWhileSent: true | undefined;
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
