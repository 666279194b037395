import assert from "node:assert/strict";
import { answerSchema } from "../../routes/response_schemas.ts";
import { startTestService } from "../support/service.ts";

Deno.test("POST of an operation answers exactly and records once", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();

  const cases = [
    ["/factorial", '{"n": 20}', "2432902008176640000"],
    ["/api/factorial", '{"n": "020"}', "2432902008176640000"],
    ["/fibonacci", '{"n": 2e1}', "6765"],
    ["/api/fibonacci", '{"n": 0}', "0"],
    ["/pow", '{"base": 2, "exponent": 10}', "1024"],
    ["/api/pow", '{"base": "1.50", "exponent": 2}', "2.25"],
    ["/api/power", '{"base": -3, "exponent": -3}', "-1/27"],
    [
      "/pow",
      '{"base": 123456789012345678901234567890, "exponent": 2}',
      "15241578753238836750495351562536198787501905199875019052100",
    ],
  ] as const;
  for (const [path, body, result] of cases) {
    await t.step(`${path} ${body}`, async () => {
      const response = await app.post(path, body, token);
      assert.equal(response.status, 200);
      const answer = answerSchema.parse(await response.json());
      assert.equal(answer.result, result);
      assert.equal(answer.digits, result.replace(/[^0-9]/g, "").length);
      const { entries } = await (await app.get("/logs?limit=1", token)).json();
      assert.equal(entries[0].id, answer.id);
      assert.equal(entries[0].result, result);
      assert.equal(entries[0].timestamp, answer.timestamp);
    });
  }

  const { calculations } = await (await app.get("/retrieve_info", token)).json();
  assert.equal(calculations, cases.length);
});
