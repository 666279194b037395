import type { TestService } from "./service.ts";

/** A test service on a port of 127.0.0.1. */
export interface TestServer extends AsyncDisposable {
  /** As in `http://127.0.0.1:1234`. */
  readonly address: string;
}

export function serveOverHttp({ service }: TestService): TestServer {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, service.fetch);
  return {
    address: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
