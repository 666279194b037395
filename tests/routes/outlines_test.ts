import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { expectAnswer, expectPage, expectProblem, fieldsOf } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const HUGE = { n: "1e18" };

async function newestEntry(app: TestService, token: string) {
  const { entries } = await (await app.get("/logs?limit=1", token)).json();
  return entries[0];
}

Deno.test("an outline has the size and both ends of a number too large to write out", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const answer = await expectAnswer(
    await app.post("/factorial", { ...HUGE, outline: true }, token),
  );
  assert.deepEqual(answer.input, { n: "1000000000000000000" });
  assert.equal(answer.result, null);
  assert.equal(answer.digits, null);
  assert.deepEqual(answer.outline, {
    sign: 1,
    digits: "17565705518096748182",
    exponent10: "17565705518096748181",
    leading: "55970735673103951804",
    scientific: "5.5970735673103951804e+17565705518096748181",
    trailing: "00000000000000000000",
    trailing_zeros: "249999999999999995",
    last_nonzero: "24014240455407435776",
  });
  const entry = await newestEntry(app, token);
  assert.equal(entry.result, answer.outline?.scientific);
  assert.deepEqual(entry.input, { n: "1000000000000000000", outline: "20+20" });
  assert.equal(entry.digits, null);
  const again = await app.post("/factorial", { ...HUGE, outline: "20+20" }, token);
  assert.equal((await expectAnswer(again)).cached, true);
});

Deno.test("the length of an outline can be chosen, and small results have one too", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const body = { n: 25, outline: { leading: 3, trailing: 2 } };
  const { outline } = await expectAnswer(await app.post("/factorial", body, token));
  assert.equal(outline?.leading, "155");
  assert.equal(outline?.trailing, "00");
  assert.equal(outline?.trailing_zeros, "6");
  const power = { base: "1.5", exponent: "-1e18", outline: {} };
  const fraction = await expectAnswer(await app.post("/pow", power, token));
  assert.deepEqual(fraction.outline?.trailing, null);
  assert.equal(fraction.outline?.digits, "0");
});

Deno.test("as text an outline is written in scientific notation", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const response = await app.request("/fibonacci", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      Accept: "text/plain",
    },
    body: JSON.stringify({ ...HUGE, outline: true }),
  });
  assert.equal(await response.text(), "2.6289788186792204674e+208987640249978733\n");
});

Deno.test("mod returns the residue without expanding the value", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const cases = [
    ["/pow", { base: 2, exponent: "1e18", mod: 1000000007 }, "719476260"],
    ["/pow", { base: "1.5", exponent: "1e18", mod: "998244353" }, "956408246"],
    ["/fibonacci", { ...HUGE, mod: "1000000007" }, "209783453"],
    ["/factorial", { n: "1000000006", mod: "1000000007" }, "1000000006"],
    ["/factorial", { ...HUGE, mod: 10 }, "0"],
    ["/pow", { base: -3, exponent: 3, mod: 5 }, "3"],
  ] as const;
  for (const [path, body, residue] of cases) {
    await t.step(`${path} ${JSON.stringify(body)}`, async () => {
      const { result, input } = await expectAnswer(await app.post(path, body, token));
      assert.equal(result, residue);
      assert.equal(input.mod, String(body.mod));
    });
  }
});

Deno.test("options that contradict each other or cannot be used are rejected", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const cases = [
    [{ mod: 0 }, ["mod"]],
    [{ mod: "-5" }, ["mod"]],
    [{ mod: "1.5" }, ["mod"]],
    [{ mod: `1${"0".repeat(10_000)}` }, ["mod"]],
    [{ outline: { leading: 0 } }, ["outline"]],
    [{ outline: { trailing: 51 } }, ["outline"]],
    [{ outline: "yes" }, ["outline"]],
    [{ mod: "", outline: "" }, ["mod", "outline"]],
    [{ outline: true, mod: 7 }, ["outline"]],
  ] as const;
  for (const [options, fields] of cases) {
    await t.step(JSON.stringify(options).slice(0, 60), async () => {
      const response = await app.post("/factorial", { n: 5, ...options }, token);
      assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), fields);
    });
  }
  await t.step("outline: false returns the plain result", async () => {
    const answer = await expectAnswer(
      await app.post("/factorial", { n: 5, outline: false }, token),
    );
    assert.equal(answer.result, "120");
  });
});

Deno.test("a residue without an inverse is refused, and so is one that takes too long", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const inverse = await app.post("/pow", { base: 3, exponent: -1, mod: 9 }, token);
  assert.match((await expectProblem(inverse, "not_invertible")).detail, /common divisor 3$/);
  const prime = "170141183460469231731687303715884105727";
  const costly = await app.post("/factorial", { ...HUGE, mod: prime }, token);
  assert.ok((await expectProblem(costly, "too_costly")).predicted_seconds !== undefined);
});

Deno.test("a page shows the outline of a result that is too large", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const html = await expectPage(await browser.ask("/factorial", HUGE));
  assert.ok(
    html.includes("5.5970735673103951804… × 10<sup>17,565,705,518,096,748,181</sup>"),
    html,
  );
  assert.ok(html.includes("17,565,705,518,096,748,182"));
  assert.ok(html.includes("249,999,999,999,999,995"));
});

Deno.test("even the largest exponents are refused as result_too_large", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const response = await app.post("/pow", '{"base":3,"exponent":-1e309}', token);
  await expectProblem(response, "result_too_large");
});
