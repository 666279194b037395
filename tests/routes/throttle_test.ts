import assert from "node:assert/strict";
import { createThrottle } from "../../domain/throttle.ts";
import { listen } from "../../infra/http/listener.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { openRaw, readResponse, requestText, send } from "../../testing/raw_http.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const ATTACKER = "192.0.2.1";
const VICTIM = "192.0.2.2";
const SITE = "https://a.example";

interface Burst {
  /** Statuses in the order of the answers so far. */
  readonly statuses: readonly number[];
  readonly responses: Promise<readonly Response[]>;
}

/** Sends requests for a path at once. */
function ask(
  app: TestService,
  path: string,
  count: number,
  from = ATTACKER,
  method = "GET",
): Burst {
  const statuses: number[] = [];
  const responses = Promise.all(Array.from({ length: count }, async () => {
    const response = await app.request(path, { from, method, headers: { Origin: SITE } });
    await response.body?.cancel();
    statuses.push(response.status);
    return response;
  }));
  return { statuses, responses };
}

/** Slow enough that a busy machine sends a burst before its first request is due. */
const SLOW = { config: { addressRate: 100 } };

Deno.test("while others send requests, a client's burst does not go before them", async () => {
  await using app = await startTestService(SLOW);
  await ask(app, "/health", 1, VICTIM).responses;
  const { statuses, responses } = ask(app, "/health", 250);
  await ask(app, "/health", 1, VICTIM).responses;
  assert.ok(statuses.length <= 200, `${statuses.length} were answered before`);
  assert.deepEqual(new Set((await responses).map(({ status }) => status)), new Set([200]));
  const metrics = await (await app.get("/metrics")).text();
  assert.match(metrics, /^http_requests_throttled_total\{outcome="delayed"\} [1-9]/m);
  const lines = app.logLines().filter(({ message }) => message === "client_throttled");
  assert.deepEqual(lines.map(({ level, address }) => [level, address]), [["warn", ATTACKER]]);
});

Deno.test("requests that would wait for more than two seconds are rejected", async () => {
  await using app = await startTestService({
    config: { ...SLOW.config, publicUrl: "https://math.example/exact", corsOrigins: [SITE] },
  });
  await ask(app, "/exact/health", 1, VICTIM).responses;
  const responses = await ask(app, "/exact/health", 400).responses;
  const rejected = responses.filter(({ status }) => status === 429);
  assert.ok(rejected.length > 0);
  for (const { headers } of rejected) {
    assert.equal(headers.get("retry-after"), "2");
    assert.equal(headers.get("access-control-allow-origin"), SITE);
  }
  const { statuses, responses: others } = ask(app, "/exact/health", 1, VICTIM);
  await others;
  assert.deepEqual(statuses, [200]);
});

Deno.test("preflight requests wait like others", async () => {
  await using app = await startTestService({ config: { ...SLOW.config, corsOrigins: [SITE] } });
  await ask(app, "/health", 1, VICTIM).responses;
  const { statuses, responses } = ask(app, "/health", 250, ATTACKER, "OPTIONS");
  await ask(app, "/health", 1, VICTIM).responses;
  assert.ok(statuses.length <= 200, `${statuses.length} were answered before`);
  assert.deepEqual(new Set((await responses).map(({ status }) => status)), new Set([204]));
});

Deno.test("a client that is alone is answered at once", async () => {
  await using app = await startTestService(SLOW);
  const responses = await ask(app, "/health", 1_000).responses;
  assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([200]));
  assert.equal(app.logLines().some(({ message }) => message === "client_throttled"), false);
});

Deno.test("a connection that has waited does not wait again, and stays open", async () => {
  await using app = await startTestService();
  const throttle = createThrottle({ now: () => performance.now(), requestsPerSecond: 100 });
  throttle.admit(VICTIM);
  for (let i = 0; i < 150; i++) throttle.admit("127.0.0.1");
  const listener = listen({ host: "127.0.0.1", port: 0 }, {
    handler: app.service.fetch,
    logger: createLogger({ level: "error", format: "json", write() {} }),
    peers: { clientOf: (address) => address, isProxy: () => false },
    throttle,
  });
  const request = requestText("GET /health/live");
  using connection = await openRaw(Number(new URL(listener.address).port), request);
  for (let i = 0; i < 2; i++) {
    const { status, text } = await readResponse(connection);
    assert.equal(status, 200);
    assert.doesNotMatch(text, /^connection: close/im);
    await send(connection, request);
  }
  await listener.shutdown();
  assert.ok(throttle.wasThrottled("127.0.0.1"), "the connection has waited");
});

Deno.test("ADDRESS_RATE=off delays nobody", async () => {
  await using app = await startTestService({ config: { addressRate: undefined } });
  await ask(app, "/health", 1, VICTIM).responses;
  await ask(app, "/health", 1_000).responses;
  assert.equal(app.logLines().some(({ message }) => message === "client_throttled"), false);
});

Deno.test("behind a proxy, a client is the address that the proxy names", async () => {
  await using app = await startTestService({
    config: { ...SLOW.config, trustedProxies: ["127.0.0.1"] },
  });
  const from = (address: string, count: number) => {
    const answered: string[] = [];
    const responses = Promise.all(Array.from({ length: count }, async () => {
      const headers = { "X-Forwarded-For": address };
      await (await app.request("/health", { headers })).body?.cancel();
      answered.push(address);
    }));
    return { answered, responses };
  };
  await from(VICTIM, 1).responses;
  const burst = from(ATTACKER, 250);
  await from(VICTIM, 1).responses;
  assert.ok(burst.answered.length <= 200, `${burst.answered.length} were answered before`);
  await burst.responses;
});

Deno.test("a client that has disconnected while it waited starts nothing", async () => {
  await using app = await startTestService(SLOW);
  const { token } = await app.newUser();
  await ask(app, "/health", 1, VICTIM).responses;
  const { responses } = ask(app, "/health", 150);
  const disconnected = new AbortController();
  const asked = app.request("/factorial", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: '{"n":5}',
    from: ATTACKER,
    signal: disconnected.signal,
  });
  disconnected.abort();
  assert.equal((await asked).status, 499);
  await responses;
  const { entries } = await (await app.get("/logs", token)).json();
  assert.deepEqual(entries, []);
});

Deno.test("no length of a body exempts a client from the rate", async (t) => {
  for (const length of ["0, 0", "99999999999999999999"]) {
    await t.step(`Content-Length: ${length}`, async () => {
      await using app = await startTestService(SLOW);
      await ask(app, "/health", 1, VICTIM).responses;
      const headers = { "Content-Length": length };
      for (let i = 0; i < 3; i++) {
        await (await app.request("/nothing", { from: ATTACKER, headers })).body?.cancel();
      }
      await ask(app, "/health", 1, VICTIM).responses;
      const { statuses, responses } = ask(app, "/health", 250);
      await ask(app, "/health", 1, VICTIM).responses;
      assert.ok(statuses.length <= 200, `${statuses.length} were answered before`);
      await responses;
    });
  }
});

Deno.test("work that is known before waits for its turn", async (t) => {
  await using app = await startTestService({ config: { addressRate: 400 } });
  const { token } = await app.newUser();
  await app.post("/factorial", { n: 5 }, token);
  const item = { operation: "factorial", input: { n: 5 } };
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const requests: Readonly<Record<string, (from: string) => Promise<Response>>> = {
    "batches": (from) =>
      app.request("/batch", {
        method: "POST",
        headers,
        body: JSON.stringify({ items: Array(100).fill(item) }),
        from,
      }),
    "pages of the log": (from) => app.request("/logs?limit=1000", { headers, from }),
  };
  for (const [index, [name, request]] of Object.entries(requests).entries()) {
    await t.step(name, async () => {
      const from = `198.51.100.${index}`;
      await ask(app, "/health", 1, VICTIM).responses;
      const responses = await Promise.all(Array.from({ length: 5 }, () => request(from)));
      await Promise.all(responses.map((response) => response.arrayBuffer()));
      assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([200]));
      const lines = app.logLines().filter(({ message }) => message === "client_throttled");
      assert.equal(lines.at(-1)?.address, from);
    });
  }
});

Deno.test("a page that is shorter than its limit counts by its entries", async () => {
  await using app = await startTestService({ config: { addressRate: 400 } });
  const { token } = await app.newUser();
  const headers = { Authorization: `Bearer ${token}` };
  await ask(app, "/health", 1, VICTIM).responses;
  for (let i = 0; i < 20; i++) {
    const response = await app.request("/logs?limit=1000", { headers, from: ATTACKER });
    assert.equal(response.status, 200);
    await response.body?.cancel();
  }
  assert.equal(app.logLines().some(({ message }) => message === "client_throttled"), false);
});
