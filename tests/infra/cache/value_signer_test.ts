import assert from "node:assert/strict";
import fc from "fast-check";
import { createValueSigner, SIGNATURE_BYTES } from "../../../infra/cache/value_signer.ts";

const signer = createValueSigner(() => "a secret of thirty-two characters");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const texts = fc.uint8Array({ maxLength: 60 });

Deno.test("verify() returns a text that was signed for the key with the same secret", () => {
  const twin = createValueSigner(() => "a secret of thirty-two characters");
  fc.assert(fc.property(fc.string(), texts, (key, text) => {
    const signed = signer.sign(key, text);
    assert.match(new TextDecoder().decode(signed.subarray(0, SIGNATURE_BYTES)), /^[\w-]{43} $/);
    assert.deepEqual(signed.subarray(SIGNATURE_BYTES), text);
    assert.deepEqual(twin.verify(key, signed), text);
  }));
});

Deno.test("verify() rejects a text signed for another key or with another secret", () => {
  const stranger = createValueSigner(() => "another secret of some characters");
  fc.assert(fc.property(fc.string(), fc.string(), texts, (key, other, text) => {
    fc.pre(key !== other);
    assert.equal(signer.verify(other, signer.sign(key, text)), undefined);
    assert.equal(signer.verify(key, stranger.sign(key, text)), undefined);
  }));
  const signed = signer.sign("pow:1", bytesOf("23"));
  assert.equal(signer.verify("pow:12", signed), undefined);
});

Deno.test("verify() rejects a flipped bit, a missing byte and an added byte", () => {
  const signed = signer.sign("factorial:20", bytesOf("2432902008176640000"));
  for (let bit = 0; bit < signed.length * 8; bit++) {
    const damaged = signed.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(signer.verify("factorial:20", damaged), undefined, `bit ${bit}`);
  }
  for (let length = 0; length < signed.length; length++) {
    assert.equal(signer.verify("factorial:20", signed.slice(0, length)), undefined);
  }
  assert.equal(signer.verify("factorial:20", new Uint8Array([...signed, 48])), undefined);
  assert.equal(
    signer.verify("factorial:20", new Uint8Array([0xef, 0xbb, 0xbf, ...signed])),
    undefined,
  );
});

Deno.test("verify() rejects bytes that were not signed", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    assert.equal(signer.verify("factorial:20", bytes), undefined);
  }));
});
