import assert from "node:assert/strict";
import { chromiumPath, shareChromium, signUp } from "../../testing/chromium.ts";
import { expectStatus } from "../../testing/http_client.ts";

const visit = shareChromium();

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `a person creates an API key, uses it and revokes it ${words} JavaScript`,
    ignore: chromiumPath() === undefined,
    async fn(t) {
      await using service = await visit();
      const { program } = service;
      const page = await service.open({ javaScriptEnabled });
      await signUp(page, "grace");
      await page.goto("/account");
      await page.getByRole("link", { name: "API keys" }).click();

      let key = "";
      await t.step("the new key calculates within its scopes", async () => {
        await page.getByLabel("Name", { exact: true }).fill("my program");
        await page.getByLabel("Expires in").fill("30d");
        await page.getByLabel("Read your history").uncheck();
        await page.getByRole("button", { name: "Create key" }).click();
        await page.getByText("Copy it now").waitFor();
        key = await page.locator("#key").innerText();
        await expectStatus(await program.post("/factorial", { n: 5 }, key), 200);
        await expectStatus(await program.get("/logs", key), 403);
      });
      await t.step("the key is not shown again", async () => {
        await page.goto("/account/keys");
        await page.getByText("my program").waitFor();
        assert.equal(await page.locator("#key").count(), 0);
        assert.ok(!(await page.content()).includes(key));
      });
      await t.step("a revoked key is rejected", async () => {
        await page.getByRole("button", { name: "Revoke my program" }).click();
        await page.getByText("The key has been revoked").waitFor();
        await expectStatus(await program.post("/factorial", { n: 5 }, key), 401);
        await page.getByText("You have no API keys").waitFor();
      });
      assert.deepEqual(service.complaints, []);
    },
  });
}
