import assert from "node:assert/strict";
import type { ErrorCode } from "../../domain/errors.ts";
import { eventually, expectAnswer, expectProblem } from "../../testing/expect.ts";
import { type HostileQuestion, hostileQuestions } from "../../testing/hostile_questions.ts";
import { runs } from "../../testing/runs.ts";
import { seededRandom } from "../../testing/seeded_random.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

/** All operations with every combination of options. */
const COUNT = 84;

/** Numbers that are as long as they may be are left to `bench:hostile`. */
const SIZES = { longest: 20_000, magnitude: 5 };

/** Every refusal of a question by its content. */
const REFUSALS = [
  "invalid_input",
  "division_by_zero",
  "result_too_large",
  "too_costly",
  "not_invertible",
  "no_solution",
];

const newSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;

for (const [seed, count] of [[11, COUNT], [newSeed, runs(COUNT)]] as const) {
  Deno.test(`every hostile question has an answer or a refusal, seed ${seed}`, async () => {
    await using app = await startTestService({ config: { timeLimitMs: 120_000 } });
    const { token } = await app.newUser();
    const questions = hostileQuestions(seededRandom(seed), SIZES);
    for (let i = 0; i < count; i++) await ask(app, token, questions.next().value);
    assert.deepEqual(app.logLines().filter(({ level }) => level === "error"), []);
  });
}

async function ask(
  app: TestService,
  token: string,
  { operation, body }: HostileQuestion,
): Promise<void> {
  const response = await app.post(operation.paths[0], body, token);
  const { status } = response;
  const text = JSON.stringify([operation.name, body]).slice(0, 1_000);
  if (status === 200) {
    const answer = await response.json();
    assert.equal(answer.operation, operation.name, text);
    assert.notEqual(answer.result ?? answer.outline, undefined, text);
    return;
  }
  assert.equal(status, 422, text);
  const code = (await response.clone().json()).code as ErrorCode;
  assert.ok(REFUSALS.includes(code), `${code} ${text}`);
  await expectProblem(response, code);
}

Deno.test("a question that takes long to plan is refused in full, and nothing is recorded", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const n = `1e${4_000}`;
  const response = await app.post("/factorial", { n }, token);
  const problem = await expectProblem(response, "result_too_large");
  assert.match(problem.detail, /ask for its outline instead/);
  assert.equal(String(problem.predicted_digits).length, 4_004);
  const { entries } = await (await app.get("/logs", token)).json();
  assert.deepEqual(entries, []);
});

Deno.test("hostile questions whose client leaves are recorded as cancelled", async (t) => {
  await using app = await startTestService();
  const questions = [
    ["/fibonacci", { n: "9e9000", mod: "9".repeat(9_999) }],
    ["/primorial", { n: "4e8", mod: 2 ** 40 }],
    ["/factorial", { n: "1e9999", outline: { leading: 50, trailing: 50 } }],
    ["/digitsum", { n: "7".repeat(1_000_000), base: 3 }],
    ["/isprime", { n: String(2n ** 9_689n - 1n) }],
    ["/nextprime", { n: "1e1500" }],
    ["/factor", { n: String((10n ** 30n + 57n) * (10n ** 31n + 33n)) }],
  ] as const;
  for (const [path, body] of questions) {
    await t.step(path, async () => {
      const { token } = await app.newUser();
      const controller = new AbortController();
      const pending = app.request(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        signal: controller.signal,
      });
      await untilBusy(app, 1);
      controller.abort();
      await (await pending).body?.cancel();
      await untilBusy(app, 0);
      const { entries } = await (await app.get("/logs", token)).json();
      assert.deepEqual(entries.map(({ outcome }: { outcome: string }) => outcome), ["cancelled"]);
      await expectAnswer(await app.post("/factorial", { n: 20_000 }, token));
    });
  }
});

async function untilBusy(app: TestService, isolates: number): Promise<void> {
  await eventually(async () => {
    const metrics = await (await app.get("/metrics")).text();
    assert.match(metrics, new RegExp(`^compute_busy_isolates ${isolates}$`, "m"));
  });
}

Deno.test("a refusal names the field and what to do", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const cases = [
    ["/root", { n: "-4", k: "2" }, /n: A negative number has no real root of even order$/],
    ["/factorial", { n: "1,000" }, /write digits only, as in 1000 or 1.5e3$/],
    ["/pow", { base: `1/${"7".repeat(10_001)}`, exponent: 1 }, /round it to a decimal number/],
    ["/gcd", { numbers: [1, 2], mod: 5 }, /gcd does not take this option: leave it out$/],
  ] as const;
  for (const [path, body, detail] of cases) {
    await t.step(path, async () => {
      const problem = await expectProblem(await app.post(path, body, token), "invalid_input");
      assert.match(problem.detail, detail);
    });
  }
});

Deno.test("the residue of a coefficient of numbers with thousands of digits is answered", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  // By Lucas' theorem, 7 divides the coefficient: a digit of k in base 7 is above that of n.
  const body = { n: "7".repeat(9_000), k: "3".repeat(9_000), mod: 7 };
  const { result } = await expectAnswer(await app.post("/binomial", body, token));
  assert.equal(result, "0");
});
