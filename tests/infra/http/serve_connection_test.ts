import assert from "node:assert/strict";
import { serveConnection } from "../../../infra/http/serve_connection.ts";
import { requestText } from "../../../testing/raw_http.ts";

Deno.test("a connection can be closed while its client closes it", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const closing = new AbortController();
  const errors: unknown[] = [];
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    errors.push(event.error);
  };
  globalThis.addEventListener("error", onError);
  try {
    const client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    const { finished } = serveConnection(await listener.accept(), {
      handler: () => new Response("answer"),
      signal: closing.signal,
    });
    await client.write(new TextEncoder().encode(requestText("GET /")));
    await client.read(new Uint8Array(1_024));
    client.close();
    await finished;
    closing.abort();
    assert.deepEqual(errors, []);
  } finally {
    globalThis.removeEventListener("error", onError);
  }
});
