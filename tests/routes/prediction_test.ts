import assert from "node:assert/strict";
import { eventually, expectProblem } from "../../testing/expect.ts";
import { newAddress, startTestService } from "../../testing/service.ts";

Deno.test("GET /prediction says how many digits an answer will have, and computes nothing", async (t) => {
  await using app = await startTestService();
  const predict = async (members: Record<string, string>) => {
    const from = newAddress();
    const response = await app.request(`/prediction?${new URLSearchParams(members)}`, { from });
    assert.equal(response.status, 200);
    return await response.json();
  };
  const cases: readonly (readonly [Record<string, string>, string | null, RegExp])[] = [
    [{ operation: "factorial", n: "1000" }, "2568", /^The answer has 2,568 digits\.$/],
    [{ operation: "factorial", n: "1 000" }, "2568", /2,568/],
    [{ operation: "factorial", n: "1" }, "1", /^The answer has 1 digit\.$/],
    [{ operation: "evaluate", expression: "1000!" }, "2568", /2,568/],
    [{ operation: "evaluate", expression: "2^100000" }, "30103", /30,103/],
    [{ operation: "binomial", n: "1000", k: "500" }, "300", /300/],
    [
      { operation: "factorial", n: "1e18" },
      "17565705518096748182",
      /^The answer has 17,565,705,518,096,748,182 digits\. The largest n .* 1,723,507\. You get/,
    ],
    [
      { operation: "pow", base: "2", exponent: "1e9" },
      "301029996",
      /The largest exponent whose result can be written in full is 33,219,280\./,
    ],
    [
      { operation: "evaluate", expression: "1 + (10^18)!" },
      "17565705518096748182",
      /^A part of the expression has 17,565.*At most 10,000,000 can be/,
    ],
    [
      { operation: "evaluate", expression: "9^9^9^9" },
      null,
      /^A part of the expression has too many digits/,
    ],
    // Nothing to say.
    [{ operation: "evaluate", expression: "1/3" }, null, /^$/],
    [{ operation: "evaluate", expression: "1 +" }, null, /^$/],
    [{ operation: "factorial", n: "1.000" }, null, /^$/],
    [{ operation: "factorial" }, null, /^$/],
    [{ operation: "factorial", n: "1000", outline: "true" }, null, /^$/],
    [{ operation: "factorial", n: "1000", mod: "7" }, null, /^$/],
    [{ operation: "isprime", n: "7" }, null, /^$/],
    [{ operation: "pow", base: "0", exponent: "-1" }, null, /^$/],
  ];
  for (const [members, digits, text] of cases) {
    // A prediction that takes too long has no text, as the first ones of a process may.
    await t.step(JSON.stringify(members), () =>
      eventually(async () => {
        const prediction = await predict(members);
        assert.equal(prediction.digits, digits);
        assert.match(prediction.text, text);
      }));
  }
  await t.step("nothing is computed or cached", async () => {
    const metrics = await (await app.request("/metrics")).text();
    assert.doesNotMatch(metrics, /calculations_total\{[^}]*outcome="ok"/);
  });
  await t.step("an unknown operation is invalid", async () => {
    await expectProblem(await app.request("/prediction?operation=x"), "invalid_input");
  });
  await t.step("an address is limited", async () => {
    let response = await app.request("/prediction?operation=x", { from: "10.9.9.9" });
    for (let count = 0; count < 300; count++) {
      response = await app.request("/prediction?operation=x", { from: "10.9.9.9" });
    }
    await expectProblem(response, "rate_limited");
  });
});
