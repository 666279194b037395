import assert from "node:assert/strict";
import { Hono } from "hono";
import type { WatchGrowth } from "../../domain/ports.ts";
import { ServiceError } from "../../domain/errors.ts";
import { createBodyReader } from "../../routes/body.ts";
import type { AppEnv } from "../../routes/context.ts";

const LENGTH = 100_000;

/** The memory grows as soon as somebody watches it. */
const watchGrowth: WatchGrowth = (_bytes, onExceeded) => {
  queueMicrotask(onExceeded);
  return () => {};
};

/** Returns "json", or the code of the error with which a body is refused. */
async function read(headers: Record<string, string>): Promise<string> {
  const readBody = createBodyReader({
    ownerOf: () => ({ address: "192.0.2.1", userId: undefined }),
    watchGrowth,
  });
  const app = new Hono<AppEnv>();
  app.post("/", async (context) => context.text((await readBody(context)).kind));
  app.onError((error, context) => context.text(error instanceof ServiceError ? error.code : "?"));
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      controller.enqueue(new TextEncoder().encode("{}".padEnd(LENGTH)));
      controller.close();
    },
  });
  const init = { method: "POST", headers, body };
  return await (await app.request("/", init, {} as AppEnv["Bindings"])).text();
}

Deno.test("a body of undeclared length is refused when the memory grows while it is read", async () => {
  assert.equal(await read({}), "overloaded");
});

Deno.test("a body of declared length is read while the memory grows", async () => {
  assert.equal(await read({ "Content-Length": String(LENGTH) }), "json");
});
