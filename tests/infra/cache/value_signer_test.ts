import assert from "node:assert/strict";
import fc from "fast-check";
import { createValueSigner, SIGNATURE_BYTES } from "../../../infra/cache/value_signer.ts";

const seal = createValueSigner(() => "a secret of thirty-two characters");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const texts = fc.uint8Array({ maxLength: 60 });

Deno.test("what was sealed for a key is opened for it, by any who know the secret", () => {
  const twin = createValueSigner(() => "a secret of thirty-two characters");
  fc.assert(fc.property(fc.string(), texts, (key, text) => {
    const sealed = seal.sign(key, text);
    assert.match(new TextDecoder().decode(sealed.subarray(0, SIGNATURE_BYTES)), /^[\w-]{43} $/);
    assert.deepEqual(sealed.subarray(SIGNATURE_BYTES), text);
    assert.deepEqual(twin.verify(key, sealed), text);
  }));
});

Deno.test("nothing is opened that was sealed for another key or with another secret", () => {
  const stranger = createValueSigner(() => "another secret of some characters");
  fc.assert(fc.property(fc.string(), fc.string(), texts, (key, other, text) => {
    fc.pre(key !== other);
    assert.equal(seal.verify(other, seal.sign(key, text)), undefined);
    assert.equal(seal.verify(key, stranger.sign(key, text)), undefined);
  }));
  const sealed = seal.sign("pow:1", bytesOf("23"));
  assert.equal(seal.verify("pow:12", sealed), undefined);
});

Deno.test("no bit may be flipped, no byte be missing or added", () => {
  const sealed = seal.sign("factorial:20", bytesOf("2432902008176640000"));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = sealed.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(seal.verify("factorial:20", damaged), undefined, `bit ${bit}`);
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.equal(seal.verify("factorial:20", sealed.slice(0, length)), undefined);
  }
  assert.equal(seal.verify("factorial:20", new Uint8Array([...sealed, 48])), undefined);
  assert.equal(
    seal.verify("factorial:20", new Uint8Array([0xef, 0xbb, 0xbf, ...sealed])),
    undefined,
  );
});

Deno.test("bytes that nobody sealed are opened by nobody", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    assert.equal(seal.verify("factorial:20", bytes), undefined);
  }));
});
