import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { logEntrySchema } from "../../domain/log_entry.ts";
import { expectAnswer, expectProblem, fieldsOf, recordedBy } from "../../testing/expect.ts";
import { startTestService } from "../../testing/service.ts";

Deno.test("POST of an operation returns the exact answer and records it once", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();

  const cases = [
    ["/factorial", '{"n": 20}', { n: "20" }, "2432902008176640000"],
    ["/api/factorial", '{"n": "020"}', { n: "20" }, "2432902008176640000"],
    ["/fibonacci", '{"n": 2e1}', { n: "20" }, "6765"],
    ["/api/fibonacci", '{"n": 0}', { n: "0" }, "0"],
    ["/pow", '{"base": 2, "exponent": 10}', { base: "2", exponent: "10" }, "1024"],
    ["/api/pow", '{"base": "1.50", "exponent": 2}', { base: "1.5", exponent: "2" }, "2.25"],
    ["/api/power", '{"base": -3, "exponent": -3}', { base: "-3", exponent: "-3" }, "-1/27"],
    ["/pow", '{"base": 2, "exponent": -3}', { base: "2", exponent: "-3" }, "0.125"],
    ["/pow", '{"base": 0, "exponent": 0}', { base: "0", exponent: "0" }, "1"],
    [
      "/pow",
      '{"base": 123456789012345678901234567890, "exponent": 2}',
      { base: "123456789012345678901234567890", exponent: "2" },
      "15241578753238836750495351562536198787501905199875019052100",
    ],
  ] as const;
  for (const [index, [path, body, input, result]] of cases.entries()) {
    await t.step(`${path} ${body}`, async () => {
      const before = Date.now();
      const response = await app.post(path, body, token);
      const answer = await expectAnswer(response);
      assert.deepEqual(answer.input, input);
      assert.equal(answer.result, result);
      assert.equal(answer.digits, result.replace(/[^0-9]/g, "").length);
      assert.match(answer.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      const idMs = Number.parseInt(answer.id.replaceAll("-", "").slice(0, 12), 16);
      assert.equal(new Date(idMs).toISOString(), answer.timestamp);
      assert.ok(idMs >= before && idMs <= Date.now());

      const { entries } = await (await app.get("/logs?limit=1", token)).json();
      const entry = logEntrySchema().parse(entries[0]);
      assert.equal(entry.id, answer.id);
      assert.equal(entry.result, result);
      assert.equal(entry.digits, answer.digits);
      assert.equal(entry.timestamp, answer.timestamp);
      assert.equal(entry.elapsed_ms, answer.elapsed_ms);
      assert.equal(entry.username, username);
      assert.equal(entry.outcome, "ok");
      assert.equal(entry.request_id, response.headers.get("x-request-id"));
      assert.deepEqual(entry.input, input);
      assert.equal(await recordedBy(app, token), index + 1);
    });
  }
});

Deno.test("a result of more than 1,000 digits is sent in full and logged with its ends", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  // 2^99999, computed independently of the service by shifting.
  const expected = String(1n << 99_999n);

  const answer = await expectAnswer(await app.post("/pow", { base: 2, exponent: 99_999 }, token));
  assert.equal(answer.result, expected);
  assert.equal(answer.digits, expected.length);
  assert.equal(answer.cached, false);

  const { entries: [entry] } = await (await app.get("/logs", token)).json();
  assert.equal(entry.result, null);
  assert.equal(entry.first, expected.slice(0, 20));
  assert.equal(entry.last, expected.slice(-20));
  assert.equal(entry.digits, expected.length);
  assert.equal(entry.sha256, createHash("sha256").update(expected).digest("hex"));
});

Deno.test("an equal question is answered from the cache, with its own id and entry", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();

  const first = await expectAnswer(await app.post("/factorial", { n: 3000 }, token));
  const second = await expectAnswer(await app.post("/factorial", { n: "3e3" }, other));
  assert.equal(first.cached, false);
  assert.equal(second.cached, true);
  assert.equal(second.result, first.result);
  assert.notEqual(second.id, first.id);
  assert.equal(await recordedBy(app, token), 1);
  assert.equal(await recordedBy(app, other), 1);
});

Deno.test("concurrent equal questions get the same digits and one entry each", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const responses = await Promise.all(
    Array.from({ length: 20 }, () => app.post("/fibonacci", { n: 200_000 }, token)),
  );
  const answers = await Promise.all(responses.map(expectAnswer));
  assert.equal(new Set(answers.map(({ result }) => result)).size, 1);
  assert.equal(new Set(answers.map(({ id }) => id)).size, 20);
  assert.equal(await recordedBy(app, token), 20);
});

Deno.test("Accept: text/plain returns only the digits and a newline", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const headers = {
    Authorization: `Bearer ${token}`,
    Accept: "text/plain",
    "Content-Type": "application/json",
  };
  for (const [exponent, digits] of [["10", "1024"], ["20000", String(1n << 20_000n)]] as const) {
    await t.step(`2^${exponent}`, async () => {
      const body = JSON.stringify({ base: 2, exponent });
      const response = await app.request("/pow", { method: "POST", headers, body });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), "text/plain; charset=utf-8");
      assert.equal(await response.text(), digits + "\n");
    });
  }
  assert.equal(await recordedBy(app, token), 2);
});

Deno.test("a refused calculation is not recorded", async (t) => {
  await using app = await startTestService({ config: { maxDigits: 1000 } });
  const { token } = await app.newUser();

  await t.step("without a token", async () => {
    const problem = await expectProblem(await app.post("/factorial", { n: 20 }), "unauthenticated");
    assert.equal(problem.errors, undefined);
  });
  await t.step("with an invalid token", async () => {
    await expectProblem(await app.post("/factorial", { n: 20 }, "nonsense"), "unauthenticated");
  });
  await t.step("without its input", async () => {
    const problem = await expectProblem(await app.post("/pow", {}, token), "invalid_input");
    assert.deepEqual(fieldsOf(problem), ["base", "exponent"]);
  });
  await t.step("zero to a negative power", async () => {
    await expectProblem(
      await app.post("/pow", { base: "-0.0", exponent: -1 }, token),
      "division_by_zero",
    );
  });
  await t.step("a result above the limit", async () => {
    const response = await app.post("/pow", { base: 10, exponent: 1000 }, token);
    const problem = await expectProblem(response, "result_too_large");
    assert.equal(problem.predicted_digits, 1001);
    assert.equal(problem.max_digits, 1000);
    assert.match(problem.detail, /10 to the power 1000.*1001 digits.*1000 are allowed/);
  });
  assert.equal(await recordedBy(app, token), 0);

  await t.step("a result of exactly the limit is returned and recorded", async () => {
    const response = await app.post("/pow", { base: 10, exponent: 999 }, token);
    assert.equal((await expectAnswer(response)).digits, 1000);
    assert.equal(await recordedBy(app, token), 1);
  });
});

Deno.test("powers of 0, 1 and -1 with huge exponents have the right value and sign", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const huge = "9".repeat(1000);
  for (
    const [base, exponent, result] of [
      ["1", huge, "1"],
      ["-1", huge, "-1"],
      ["-1", `-${huge}`, "-1"],
      ["-1", "1e400", "1"],
      ["0", huge, "0"],
    ] as const
  ) {
    await t.step(`${base}^${exponent.slice(0, 8)}…`, async () => {
      const answer = await expectAnswer(await app.post("/pow", { base, exponent }, token));
      assert.equal(answer.result, result);
    });
  }
});
