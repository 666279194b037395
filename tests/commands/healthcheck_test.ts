import assert from "node:assert/strict";
import { run } from "./run.ts";

/** A server that answers with one status and records the requests. */
function startServer(status: number, hostname = "127.0.0.1") {
  const requests: string[] = [];
  const server = Deno.serve({ hostname, port: 0, onListen() {} }, (request) => {
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    return new Response(`{"status":"${status}"}`, { status });
  });
  return {
    port: String(server.addr.port),
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("healthcheck exits with 0 if the server is ready, otherwise with 1", async (t) => {
  for (const [status, exit] of [[200, 0], [503, 1]] as const) {
    await t.step(`status ${status}`, async () => {
      await using server = startServer(status);
      const { code, stdout, stderr } = await run(["healthcheck"], { env: { PORT: server.port } });
      assert.deepEqual([code, stdout, stderr], [exit, `{"status":"${status}"}\n`, ""]);
      assert.deepEqual(server.requests, ["GET /health/ready"]);
    });
  }
});

Deno.test("healthcheck uses loopback if the server listens on all addresses", async (t) => {
  const cases = [["0.0.0.0", "127.0.0.1"], ["::", "::1"], ["::1", "::1"]] as const;
  for (const [host, address] of cases) {
    await t.step(host, async () => {
      await using server = startServer(200, address);
      const { code } = await run(["healthcheck"], { env: { HOST: host, PORT: server.port } });
      assert.equal(code, 0);
    });
  }
});

Deno.test("healthcheck exits with 1 and names the address if no server answers", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const { code, stdout, stderr } = await run(["healthcheck"], { env: { PORT: String(port) } });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.ok(stderr.startsWith(`mathcalculator: no response from 127.0.0.1:${port}: `), stderr);
});
