import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { eventually, expectPage, expectProblem } from "../../testing/expect.ts";
import { newAddress, startTestService } from "../../testing/service.ts";

Deno.test("GUESTS=on answers small questions of visitors without an account", async (t) => {
  await using app = await startTestService({ config: { guests: true } });
  const browser = openBrowser(app);

  await t.step("the answer is shown under the address of the question", async () => {
    const html = await expectPage(await browser.ask("/factorial", { n: "20" }));
    assert.match(html, /<h2 id="answer" class="formula">20!</);
    assert.match(html, /href="\/login\?next=%2Ffactorial%3Fn%3D20"/);
  });
  await t.step("it can be downloaded", async () => {
    const response = await browser.submit("/factorial", { n: "1000", download: "1" });
    assert.match(await response.text(), /^40238726[0-9]+\n$/);
  });
  await t.step("a result that is too large is outlined", async () => {
    // The first plan takes longer than the time that planning has in the server isolate.
    await eventually(async () => {
      const visitor = openBrowser(app, { from: newAddress() });
      const html = await expectPage(await visitor.ask("/evaluate", { expression: "(10^18)!" }));
      assert.match(html, /It has <strong>17,565,705,518,096,748,182</);
    });
  });
  await t.step("a refusal is shown, too", async () => {
    const html = await expectPage(await browser.ask("/factorial", { n: "x" }), 422);
    assert.match(html, /Cannot read/);
  });
  await t.step("the log names the user guest, who has no account", async () => {
    const { token } = await app.newUser();
    assert.equal((await (await app.get("/logs", token)).json()).entries.length, 0);
    const metrics = await (await app.request("/metrics")).text();
    assert.match(metrics, /calculations_total\{operation="factorial",outcome="ok"\} 2\n/);
  });
  await t.step("a longer calculation asks to sign in and keeps what was typed", async () => {
    const response = await browser.submit("/factorial", { n: "500000" });
    assert.equal(response.headers.get("location"), "/login?next=%2Ffactorial%3Fn%3D500000");
  });
  await t.step("a program still needs a token", async () => {
    await expectProblem(await app.post("/factorial", { n: 5 }), "unauthenticated");
  });
  await t.step("an address is limited", async () => {
    const many = openBrowser(app, { from: "10.8.8.8" });
    for (let n = 1; n <= 30; n++) await many.submit("/factorial", { n: String(n) });
    const response = await many.submit("/factorial", { n: "31" });
    assert.match(await expectPage(response, 429), /without an account: sign in, or try again/);
  });
});

Deno.test("GUESTS=off sends visitors to sign in", async () => {
  await using app = await startTestService({ config: { guests: false } });
  const browser = openBrowser(app);
  const response = await browser.submit("/factorial", { n: "20" });
  assert.equal(response.headers.get("location"), "/login?next=%2Ffactorial%3Fn%3D20");
  const html = await expectPage(await browser.open("/factorial?n=20"));
  assert.match(html, /You will be asked to sign in first/);
});
