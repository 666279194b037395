import assert from "node:assert/strict";
import { connect } from "node:http2";
import { listen, type Listener } from "../../infra/http/listener.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { exchange } from "../../testing/raw_http.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const METRICS_TOKEN = "open sesame";

/** Serves the app on a socket, because Deno creates the URL of a request from its bytes. */
function serve({ service }: TestService): { readonly listener: Listener; readonly port: number } {
  const logger = createLogger({ level: "error", format: "json", write() {} });
  const listener = listen({ host: "127.0.0.1", port: 0 }, {
    handler: service.fetch,
    logger,
    peers: { clientOf: (address) => address, isProxy: () => true },
  });
  return { listener, port: Number(new URL(listener.address).port) };
}

/** Sends `GET /health/live` with these header lines; returns the status and the body. */
async function ask(port: number, lines: readonly string[], target = "/health/live") {
  const text = [`GET ${target} HTTP/1.1`, ...lines, "Connection: close", "", ""].join("\r\n");
  const { status, text: response } = await exchange(port, text);
  return { status, body: response.split("\r\n\r\n")[1]! };
}

Deno.test("a request needs a Host that is a name or an address, with or without a port", async (t) => {
  await using app = await startTestService({ config: { metricsToken: METRICS_TOKEN } });
  const { listener, port } = serve(app);

  for (
    const host of ["localhost", `127.0.0.1:${port}`, "[::1]:8000", "my_host-1.example.:443", "a:"]
  ) {
    await t.step(`${host} is accepted`, async () => {
      assert.equal((await ask(port, [`Host: ${host}`])).status, 200);
    });
  }

  for (
    const host of [
      "a/metrics?",
      "a/health/ready#",
      "a?",
      "a#",
      "user@a",
      "a b",
      "a:b",
      "a:123456",
      "[::1",
      "a\\b",
      "é",
      "",
      "a".repeat(301),
    ]
  ) {
    await t.step(`"${host.slice(0, 20)}" is malformed`, async () => {
      const { status, body } = await ask(port, [`Host: ${host}`]);
      assert.equal(status, 400);
      const { code, detail } = JSON.parse(body);
      assert.equal(code, "malformed_request");
      assert.match(detail, /Host header/);
    });
  }

  await t.step("a request without Host is malformed", async () => {
    const { status, body } = await ask(port, []);
    assert.equal(status, 400);
    assert.match(JSON.parse(body).detail, /no Host header/);
  });

  await t.step("a URL in place of a path counts like a Host", async () => {
    const lines = ["Host: localhost"];
    assert.equal((await ask(port, lines, "http://a/health/live")).status, 200);
    assert.equal((await ask(port, lines, "http://u@a/health/live")).status, 400);
  });

  await t.step("a Host that was valid before says nothing about another URL", async () => {
    const lines = ["Host: localhost"];
    for (const target of ["http://u@localhost/health/live", "http://localhost:x/health/live"]) {
      assert.equal((await ask(port, lines)).status, 200);
      assert.equal((await ask(port, lines, target)).status, 400, target);
    }
  });

  await t.step("over HTTP/2, :authority counts like a Host", async () => {
    for (
      const [authority, status] of [
        [`127.0.0.1:${port}`, 200],
        [`localhost:${port}`, 200],
        ["a", 200],
        ["u@a", 400],
      ] as const
    ) {
      assert.equal(await askHttp2(port, { ":authority": authority }), status, authority);
    }
    assert.equal(await askHttp2(port, { ":authority": "a", host: "a/metrics?" }), 400);
  });

  await listener.shutdown();
});

function askHttp2(port: number, headers: Record<string, string>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const session = connect(`http://127.0.0.1:${port}`);
  session.on("error", reject);
  const stream = session.request({ ":path": "/health/live", ...headers });
  stream.on("error", reject);
  stream.on("response", (response) => resolve(response[":status"]!));
  stream.resume();
  stream.end();
  return promise.finally(() => session.close());
}
