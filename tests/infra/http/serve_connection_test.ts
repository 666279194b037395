import assert from "node:assert/strict";
import { serveConnection } from "../../../infra/http/serve_connection.ts";
import { openRaw, readResponse, requestText } from "../../../testing/raw_http.ts";

Deno.test("close() closes a connection at once, and does nothing once it has closed", async (t) => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accept = async (text: string) => {
    const client = await openRaw(listener.addr.port, text);
    const server = serveConnection(await listener.accept(), () => new Response("ok"));
    return { client, server };
  };

  await t.step("an open connection", async () => {
    const { client, server } = await accept(requestText("GET /"));
    assert.equal((await readResponse(client)).status, 200);
    server.close();
    assert.equal((await readResponse(client)).status, 0);
    client.close();
    await server.finished;
    server.close();
  });
  await t.step("a connection that its client has closed", async () => {
    const { client, server } = await accept("");
    client.close();
    await server.finished;
    server.close();
  });
});
