import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import {
  hashOfKey,
  isKeyText,
  KEY_BYTES,
  keyText,
  looksLikeKey,
} from "../../../domain/accounts/key_text.ts";

const arbitraryKey = fc.uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES }).map(keyText);
const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Deno.test("a key is mc_, 43 characters of base64url and 6 characters of checksum", () => {
  fc.assert(fc.property(arbitraryKey, (key) => {
    assert.match(key, /^mc_[A-Za-z0-9_-]{49}$/);
    assert.ok(isKeyText(key) && looksLikeKey(key));
    const bytes = Uint8Array.fromBase64(key.slice(-6), { alphabet: "base64url" });
    assert.equal(new DataView(bytes.buffer).getUint32(0), crc32(key.slice(0, -6)));
  }));
});

Deno.test("a typing error is recognized without looking the key up", async (t) => {
  await t.step("any single wrong character", () => {
    const place = fc.nat({ max: 51 });
    const character = fc.constantFrom(...CHARACTERS);
    fc.assert(fc.property(arbitraryKey, place, character, (key, at, other) => {
      const wrong = key.slice(0, at) + other + key.slice(at + 1);
      assert.equal(isKeyText(wrong), wrong === key);
    }));
  });
  await t.step("a missing, additional or swapped character", () => {
    fc.assert(fc.property(arbitraryKey, fc.nat({ max: 50 }), (key, at) => {
      const swapped = key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2);
      assert.equal(isKeyText(swapped), swapped === key);
      assert.ok(!isKeyText(key.slice(0, at) + key.slice(at + 1)));
      assert.ok(!isKeyText(`${key.slice(0, at)}A${key.slice(at)}`));
    }));
  });
  await t.step("other texts", () => {
    const [key] = fc.sample(arbitraryKey, 1);
    for (const text of ["", "mc_", `${key}\n`, ` ${key}`, `${key}=`, key!.toUpperCase()]) {
      assert.ok(!isKeyText(text), JSON.stringify(text));
    }
  });
});

Deno.test("the hash of a key is its SHA-256", async () => {
  assert.equal(
    await hashOfKey("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
