import assert from "node:assert/strict";
import * as z from "zod";
import { healthSchema } from "../../routes/response_schemas.ts";
import { expectAnswer, expectProblem } from "../../testing/expect.ts";
import { PASSWORD, startTestService, type TestService } from "../../testing/service.ts";

Deno.test("GET /health reports the state of the service and its dependencies", async () => {
  await using app = await startTestService();
  const response = await app.request("/health");
  assert.equal(response.status, 200);
  const health = z.strictObject(healthSchema.shape).parse(await response.json());
  assert.equal(health.status, "ok");
  assert.match(health.version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(health.checks, { database: "ok", cache: "off", events: "off" });
});

Deno.test("GET /health/live and /health/ready answer ok", async () => {
  await using app = await startTestService();
  for (const path of ["/health/live", "/health/ready"]) {
    const response = await app.request(path);
    assert.equal(response.status, 200, path);
    assert.deepEqual(await response.json(), { status: "ok" }, path);
  }
});

Deno.test("GET /metrics answers in the format that the scraper prefers", async (t) => {
  await using app = await startTestService();
  const cases = [
    // Prometheus 3 and 2, a browser, curl.
    [
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6," +
      "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.3",
      "openmetrics",
    ],
    [
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75," +
      "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      "openmetrics",
    ],
    ["text/html,application/xhtml+xml,*/*;q=0.8", "plain"],
    ["*/*", "plain"],
    ["application/openmetrics-text;version=0.0.1,text/plain;q=0.5", "plain"],
    ["text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5", "plain"],
    ["application/openmetrics-text;version=1.0.0;q=0", "plain"],
  ] as const;
  for (const [accept, format] of cases) {
    await t.step(accept, async () => {
      const response = await app.request("/metrics", { headers: { Accept: accept } });
      const text = await response.text();
      assert.match(
        response.headers.get("content-type")!,
        format === "plain"
          ? /^text\/plain; version=0\.0\.4/
          : /^application\/openmetrics-text; version=1\.0\.0/,
      );
      assert.equal(text.endsWith("# EOF\n"), format === "openmetrics");
      assert.match(response.headers.get("vary")!, /\bAccept\b/);
    });
  }
});

Deno.test("GET /metrics counts requests by route, method and status class", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  for (const n of [5, 5, 3000]) await expectAnswer(await app.post("/factorial", { n }, token));
  await expectProblem(await app.post("/factorial", { n: -1 }, token), "invalid_input");
  await expectProblem(await app.post("/factorial", { n: "1e18" }, token), "result_too_large");
  await expectAnswer(await app.post("/api/power", { base: 2, exponent: 5 }, token));
  await expectProblem(await app.get("/logs"), "unauthenticated");

  const response = await app.request("/metrics");
  const text = await response.text();
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  const samples = parse(text);
  for (
    const [name, value] of [
      ['http_requests_total{handler="/factorial",method="POST",status="2xx"}', 3],
      ['http_requests_total{handler="/factorial",method="POST",status="4xx"}', 2],
      ['http_requests_total{handler="/api/power",method="POST",status="2xx"}', 1],
      ['http_requests_total{handler="/logs",method="GET",status="4xx"}', 1],
      ['http_request_duration_seconds_count{handler="/factorial",method="POST"}', 5],
      ['http_request_duration_seconds_bucket{le="+Inf",handler="/factorial",method="POST"}', 5],
      ['calculations_total{operation="factorial",outcome="ok"}', 3],
      ['calculations_total{operation="factorial",outcome="refused"}', 1],
      ['calculations_total{operation="pow",outcome="ok"}', 1],
      ['calculation_result_digits_count{operation="factorial"}', 3],
      ['cache_lookups_total{result="hit",level="memory"}', 1],
      ['cache_lookups_total{result="miss",level="none"}', 3],
      ["request_log_batch_entries_sum", 4],
      ["compute_queue_depth", 0],
      ["compute_busy_isolates", 0],
    ] as const
  ) {
    await t.step(name, () => assert.equal(samples.get(name), value));
  }
  await t.step("every metric has a type and a help text", () => {
    const names = [...samples.keys()].map((name) =>
      name.replace(/\{.*/, "").replace(/_(bucket|sum|count)$/, "")
    );
    for (const name of new Set(names)) {
      assert.match(text, new RegExp(`^# HELP ${name} .+$`, "m"));
      assert.match(text, new RegExp(`^# TYPE ${name} (counter|gauge|histogram)$`, "m"));
    }
  });
  await t.step("no metric contains personal data", () => {
    for (const personal of [username, token, "127.0.0.1"]) assert.ok(!text.includes(personal));
  });
});

Deno.test("no metric has a label value chosen by a client", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const chosen = "zyxwv";
  const CHOSEN_METHOD = chosen.toUpperCase();
  const headers = { Authorization: `Bearer ${token}` };
  const before = await labels(app);
  for (let index = 0; index < 20; index++) {
    const word = `${chosen}${index}`;
    const requests: [string, RequestInit?][] = [
      [`/${word}`],
      [`/problems/${word}`],
      [`/assets/${word}`],
      [`/logs?user=${word}&operation=${word}`, { headers }],
      [`/factorial?n=${word}`, { headers }],
      ["/factorial", { method: `${CHOSEN_METHOD}${index}`, headers }],
      [`/${word}`, { method: `${CHOSEN_METHOD}${index}` }],
      ["/health", { headers: { "X-Request-Id": word, "User-Agent": word } }],
    ];
    for (const [path, init] of requests) {
      await (await app.request(path, init)).body?.cancel();
    }
    const credentials = { username: word, password: PASSWORD };
    await (await app.post("/token", credentials)).body?.cancel();
  }
  const after = await labels(app);
  assert.ok(!JSON.stringify([...after]).toLowerCase().includes(chosen));
  assert.ok(after.size - before.size < 20, [...after].filter((each) => !before.has(each)).join());
});

Deno.test("METRICS_TOKEN is required to read the metrics", async (t) => {
  const metricsToken = "scrape-me-if-you-can";
  await using app = await startTestService({ config: { metricsToken } });
  const { token } = await app.newUser();
  const refused: (string | undefined)[] = [
    undefined,
    "",
    `Bearer ${metricsToken}x`,
    `Bearer ${metricsToken.slice(1)}`,
    "Bearer ",
    `Basic ${metricsToken}`,
    metricsToken,
    `Bearer ${token}`,
  ];
  for (const header of refused) {
    await t.step(`rejects ${header?.slice(0, 30)}`, async () => {
      const headers = header === undefined ? {} : { Authorization: header };
      const problem = await expectProblem(
        await app.request("/metrics", { headers }),
        "unauthenticated",
      );
      assert.ok(!JSON.stringify(problem).includes(metricsToken));
    });
  }
  await t.step("accepts the token", async () => {
    for (const header of [`Bearer ${metricsToken}`, `bearer  ${metricsToken}`]) {
      const headers = { Authorization: header };
      const response = await app.request("/metrics", { headers });
      assert.equal(response.status, 200, header);
      assert.match(await response.text(), /^http_requests_total/m);
    }
  });
});

function parse(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => {
    const end = line.lastIndexOf(" ");
    return [line.slice(0, end), Number(line.slice(end + 1))];
  }));
}

/** All combinations of name and labels, without histogram buckets and sums. */
async function labels(app: TestService): Promise<Set<string>> {
  const samples = parse(await (await app.request("/metrics")).text());
  return new Set(samples.keys().filter((name) => !/_(bucket|sum)\{?/.test(name)));
}
