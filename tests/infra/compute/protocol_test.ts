import assert from "node:assert/strict";
import { resultText } from "../../../domain/result_text.ts";
import { type ComputeReply, sendReply } from "../../../infra/compute/protocol.ts";

Deno.test("sendReply() transfers a long result without copying it", async () => {
  const { port1, port2 } = new MessageChannel();
  const arrived = Promise.withResolvers<ComputeReply>();
  port2.onmessage = ({ data }) => arrived.resolve(data);
  const bytes = new Uint8Array(2_000).fill("7".charCodeAt(0));
  const reply = { id: 1, result: await resultText(bytes.slice()) };
  const sent = structuredClone(reply);
  assert.ok(reply.result.kind === "long");
  sendReply(port1, reply);
  assert.equal(reply.result.bytes.byteLength, 0);
  assert.deepEqual(await arrived.promise, sent);
  port1.close();
  port2.close();
});
