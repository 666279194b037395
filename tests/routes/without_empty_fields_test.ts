import assert from "node:assert/strict";
import { expectPage, expectProblem, fieldsOf } from "../../testing/expect.ts";
import { startTestService } from "../../testing/service.ts";

Deno.test("an empty field of a form is absent if it is optional, and an error in JSON", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const cases = [
    ["/factorial", { n: "5" }, ["mod", "outline"], "120"],
    ["/digitsum", { n: "12" }, ["base"], "3"],
    ["/decimal", { value: "1/4" }, ["places"], `0.25${"0".repeat(48)}`],
  ] as const;
  for (const [path, required, optional, result] of cases) {
    const values = { ...required, ...Object.fromEntries(optional.map((name) => [name, ""])) };
    await t.step(`form ${path}`, async () => {
      const response = await app.request(path, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}` },
        body: new URLSearchParams(values),
      });
      const { result: text } = await response.json();
      assert.equal(text, result);
    });
    await t.step(`JSON ${path}`, async () => {
      const problem = await expectProblem(await app.post(path, values, token), "invalid_input");
      assert.deepEqual(fieldsOf(problem), [...optional]);
    });
  }
  await t.step("a required field", async () => {
    const response = await app.request("/factorial", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: new URLSearchParams({ n: "", mod: "" }),
    });
    const { errors } = await expectProblem(response, "invalid_input");
    assert.deepEqual(errors, [{ field: "n", message: "A number is required" }]);
  });
  await t.step("a link", async () => {
    const headers = { Accept: "text/html", Authorization: `Bearer ${token}` };
    const page = await expectPage(await app.request("/factorial?n=5&mod=&outline=", { headers }));
    assert.match(page, /120/);
  });
});
