import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { changeAccounts } from "../../testing/change_accounts.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import { expectAnswer, expectProblem, fieldsOf, recordedBy } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

/** A factorial of 16,326 digits. */
const LONG = { n: 5000 };

async function digitsOf(app: TestService, token: string, path: string): Promise<string> {
  const response = await app.get(path, token);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.equal(response.headers.get("content-type"), "text/plain; charset=utf-8");
  return text;
}

/** The text that a question is answered with. */
async function textOf(app: TestService, token: string, path: string, question: unknown) {
  const response = await app.request(path, {
    method: "POST",
    headers: {
      Accept: "text/plain",
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(question),
  });
  return (await response.text()).trimEnd();
}

test(
  "GET /logs/{id} returns the entry to its user and to administrators only",
  async (start, t) => {
    await using app = await start();
    const { token } = await app.newUser();
    const { token: other } = await app.newUser();
    const { username: adminName } = await app.newUser();
    await changeAccounts(app, ({ accounts }) => accounts.setRole(adminName, "admin"));
    const admin = await app.signIn(adminName);
    const { id } = await expectAnswer(await app.post("/factorial", LONG, token));
    const { entries } = await (await app.get("/logs", token)).json();

    for (const as of [token, admin]) {
      const response = await app.get(`/logs/${id}`, as);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), entries[0]);
    }
    assert.equal((await app.get(`/logs/${id.toUpperCase()}`, token)).status, 200);
    const paths = [`/logs/${id}`, `/logs/${id}/digits`, `/logs/${id}/digits?count=0`];
    for (const path of paths) {
      await t.step(`${path.replace(id, "{id}")} for others`, async () => {
        const forOther = await expectProblem(await app.get(path, other), "not_found");
        const missing = path.replace(id, crypto.randomUUID());
        const forNobody = await expectProblem(await app.get(missing, other), "not_found");
        assert.equal(forOther.detail, forNobody.detail);
        await expectProblem(await app.get(path), "unauthenticated");
      });
    }
    for (const name of ["x", "%00", "1", "..%2f", "' or 1=1", `${id}0`, "-".repeat(36)]) {
      await t.step(`id ${name}`, async () => {
        await expectProblem(await app.get(`/logs/${name}`, token), "not_found");
        await expectProblem(await app.get(`/logs/${name}/digits`, token), "not_found");
      });
    }
  },
);

Deno.test("windows of a long result add up to the text with the recorded hash", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { id, result } = await expectAnswer(await app.post("/factorial", LONG, token));
  let whole = "";
  for (let from = 1; from <= result!.length; from += 7_000) {
    whole += await digitsOf(app, token, `/logs/${id}/digits?from=${from}&count=7000`);
  }
  assert.equal(whole, result);
  const { sha256 } = await (await app.get(`/logs/${id}`, token)).json();
  assert.equal(createHash("sha256").update(whole).digest("hex"), sha256);
  assert.equal(await digitsOf(app, token, `/logs/${id}/digits`), result!.slice(0, 1_000));
  assert.equal(
    await digitsOf(app, token, `/logs/${id}/digits?from=&count=`),
    result!.slice(0, 1_000),
  );
  assert.equal(await digitsOf(app, token, `/logs/${id}/digits?from=16326`), "0");
  assert.equal(await recordedBy(app, token), 1);
});

Deno.test("the digits of results of every kind are those of the answer", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const questions = [
    ["/factorial", { n: 20 }],
    ["/pow", { base: -2, exponent: 5001 }],
    ["/pow", { base: "1.5", exponent: 2000 }],
    ["/pow", { base: "2/7", exponent: 3000 }],
    ["/factorial", { n: "1e18", outline: { leading: 50, trailing: 50 } }],
    ["/fibonacci", { n: "1e18", mod: "9".repeat(2_000) }],
    ["/gcd", { numbers: ["6e1500", "9e1200"] }],
    ["/factor", { n: "2e1200" }],
  ] as const;
  for (const [path, question] of questions) {
    await t.step(`${path} ${JSON.stringify(question).slice(0, 40)}`, async () => {
      const text = await textOf(app, token, path, question);
      const { entries } = await (await app.get("/logs?limit=1", token)).json();
      const window = `/logs/${entries[0].id}/digits?count=100000`;
      const isAbbreviated = JSON.stringify(entries[0].input).includes("…");
      if (isAbbreviated && text.length > 1_000) {
        const problem = await expectProblem(await app.get(window, token), "gone");
        assert.match(problem.detail, /abbreviates the input.*POST \/\w+ again/);
      } else assert.equal(await digitsOf(app, token, window), text);
    });
  }
});

Deno.test("an invalid window is rejected with the allowed range", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { id } = await expectAnswer(await app.post("/factorial", LONG, token));
  const invalid = ["0", "-1", "1.5", "1e3", "ten", " 1", "+1", "٣", "9".repeat(400)];
  const cases = [
    ...invalid.map((value) => ["from", value] as const),
    ...[...invalid, "100001", "1000000000"].map((value) => ["count", value] as const),
    ["from", "16327"] as const,
    ["from", "1000000000"] as const,
  ];
  for (const [field, value] of cases) {
    await t.step(`${field}=${value.slice(0, 20)}`, async () => {
      const query = new URLSearchParams({ [field]: value });
      const response = await app.get(`/logs/${id}/digits?${query}`, token);
      assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), [field]);
    });
  }
});

Deno.test("a long result that is no longer cached is gone, until the question is sent again", async () => {
  await using app = await startTestService({ config: { cacheBytes: 100_000 } });
  const { token } = await app.newUser();
  const { id, result } = await expectAnswer(await app.post("/factorial", LONG, token));
  const window = `/logs/${id}/digits?from=2&count=3`;
  assert.equal(await digitsOf(app, token, window), result!.slice(1, 4));
  for (let n = 5_001; n < 5_010; n++) await app.post("/factorial", { n }, token);
  const problem = await expectProblem(await app.get(window, token), "gone");
  assert.match(problem.detail, /no longer cached.*POST \/factorial again/);
  await app.post("/factorial", LONG, token);
  assert.equal(await digitsOf(app, token, window), result!.slice(1, 4));
});

Deno.test("a calculation that failed has an entry, but no digits", async () => {
  await using app = await startTestService({ config: { timeLimitMs: 100 } });
  const { token } = await app.newUser();
  await expectProblem(await app.post("/factorial", { n: 1_400_000 }, token), "time_limit_exceeded");
  const { entries } = await (await app.get("/logs", token)).json();
  const path = `/logs/${entries[0].id}`;
  assert.equal((await (await app.get(path, token)).json()).outcome, "time_limit_exceeded");
  const problem = await expectProblem(await app.get(`${path}/digits`, token), "not_found");
  assert.match(problem.detail, /time_limit_exceeded/);
});
