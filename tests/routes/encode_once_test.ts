import assert from "node:assert/strict";
import { encodeOnce } from "../../routes/encode_once.ts";

Deno.test("encodeOnce() creates the text with the first call and returns the same bytes", () => {
  let created = 0;
  const bytes = encodeOnce(() => `${++created}é`);
  assert.equal(created, 0);
  assert.equal(bytes(), bytes());
  assert.equal(new TextDecoder().decode(bytes()), "1é");
});
