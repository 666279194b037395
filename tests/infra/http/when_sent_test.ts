import assert from "node:assert/strict";
import { whenSent } from "../../../infra/http/when_sent.ts";

Deno.test("the end of a body, its failure and its cancellation are told once", async () => {
  const bodies = {
    text: () => new Response("answer", { status: 201, headers: { "X-A": "b" } }),
    nothing: () => new Response(null, { status: 204 }),
    failure: () =>
      new Response(new ReadableStream({ pull: () => Promise.reject(new Error("broken")) })),
  };
  for (const [name, create] of Object.entries(bodies)) {
    let sent = 0;
    const response = whenSent(create(), () => sent++);
    assert.equal(response.status, create().status);
    assert.deepEqual([...response.headers], [...create().headers]);
    const text = await response.text().catch((error) => error.message);
    assert.equal(text, { text: "answer", nothing: "", failure: "broken" }[name]);
    assert.equal(sent, 1, name);
  }
});

Deno.test("a body is not told to be sent before it is asked for its end", async () => {
  let sent = 0;
  const reader = whenSent(new Response("answer"), () => sent++).body!.getReader();
  await reader.read();
  assert.equal(sent, 0);
  await reader.cancel();
  assert.equal(sent, 1);
});
