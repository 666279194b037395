/** Tests that hang. The file name keeps them out of ordinary runs. */
// The runtime loads timers at their first use, and a time limit that ends the loading breaks them.
clearTimeout(setTimeout(() => {}));
clearInterval(setInterval(() => {}));

const never = () => new Promise<void>(() => setInterval(() => {}, 1_000));

Deno.test("a promise that never settles", never);

Deno.test(async function aNamedFunction() {
  await never();
});

Deno.test("a step that never ends", async (t) => {
  await t.step("the step", never);
});

Deno.test({
  name: "a worker that spins",
  fn: async () => {
    const worker = new Worker("data:text/javascript,for (;;);", { type: "module" });
    await new Promise((resolve) => worker.onmessage = resolve);
  },
});

Deno.test("an infinite loop", { sanitizeOps: false }, () => {
  for (;;);
});

Deno.test("a blocked thread", () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});

Deno.test({ name: "its own limit", timeout: 20_000 }, async () => {
  await new Promise((resolve) => setTimeout(resolve, 600));
});

Deno.test("a test that ends", () => {});
