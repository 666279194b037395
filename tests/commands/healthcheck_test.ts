import assert from "node:assert/strict";
import { run } from "./run.ts";

/** A server that says how it is with a status, and what it was asked. */
function answering(status: number, hostname = "127.0.0.1") {
  const asked: string[] = [];
  const server = Deno.serve({ hostname, port: 0, onListen() {} }, (request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return new Response(`{"status":"${status}"}`, { status });
  });
  return {
    port: String(server.addr.port),
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("healthcheck ends with 0 when the server is ready, otherwise with 1", async (t) => {
  for (const [status, exit] of [[200, 0], [503, 1]] as const) {
    await t.step(`status ${status}`, async () => {
      await using server = answering(status);
      const { code, stdout, stderr } = await run(["healthcheck"], { env: { PORT: server.port } });
      assert.deepEqual([code, stdout, stderr], [exit, `{"status":"${status}"}\n`, ""]);
      assert.deepEqual(server.asked, ["GET /health/ready"]);
    });
  }
});

Deno.test("healthcheck asks this machine when the server listens on every address", async (t) => {
  const cases = [["0.0.0.0", "127.0.0.1"], ["::", "::1"], ["::1", "::1"]] as const;
  for (const [host, address] of cases) {
    await t.step(host, async () => {
      await using server = answering(200, address);
      const { code } = await run(["healthcheck"], { env: { HOST: host, PORT: server.port } });
      assert.equal(code, 0);
    });
  }
});

Deno.test("healthcheck ends with 1 when nobody answers, and says whom it asked", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const { code, stdout, stderr } = await run(["healthcheck"], { env: { PORT: String(port) } });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.ok(stderr.startsWith(`mathcalculator: no answer from 127.0.0.1:${port}: `), stderr);
});
