import assert from "node:assert/strict";
import { createPasswordEstimator } from "../../infra/security/password_estimator.ts";
import { expectProblem } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const GOOD = "notes on the analytical engine";

function rate(app: TestService, body: unknown, headers: Record<string, string> = {}) {
  return app.request("/password/strength", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

Deno.test("a password is rated by the rules of sign-up, and is in no log", async () => {
  await using app = await startTestService({ estimator: createPasswordEstimator() });
  const response = await rate(app, { username: "ada", password: GOOD });
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(await response.json(), { accepted: true, score: 4, message: "Strong" });
  for (const password of ["password12", "short", "ada is my name"]) {
    const rating = await (await rate(app, { username: "ada", password })).json();
    assert.equal(rating.accepted, false, password);
    const signUp = await app.post("/signup2", { username: "ada", password });
    const { errors } = await expectProblem(signUp, "invalid_input");
    assert.deepEqual(errors, [{ field: "password", message: rating.message }]);
  }
  assert.ok(!JSON.stringify(app.logLines()).includes(GOOD));
});

Deno.test("the username of a session counts, whatever the request says", async () => {
  await using app = await startTestService();
  const { username, token } = await app.newUser("lovelace");
  const headers = { Authorization: `Bearer ${token}` };
  const body = { username: "somebody", password: `${username} and the engine` };
  assert.equal((await (await rate(app, body, headers)).json()).accepted, false);
});

Deno.test("ratings are refused from other sites, without a password, and above 60 a minute", async () => {
  await using app = await startTestService();
  const foreign = { "Sec-Fetch-Site": "cross-site" };
  await expectProblem(await rate(app, { password: GOOD }, foreign), "forbidden");
  await expectProblem(await rate(app, {}), "invalid_input");
  for (let count = 1; count < 60; count++) {
    assert.equal((await rate(app, { password: GOOD })).status, 200);
  }
  const refused = await rate(app, { password: GOOD });
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  await expectProblem(refused, "rate_limited");
});
