import { createHmac, timingSafeEqual } from "node:crypto";

const PURPOSE = "mathcalculator result cache";

/** By how much a sealed text is longer. */
export const SEAL_BYTES = 44;

/** Ties texts to their keys, so that only those are believed that were sealed with the same secret. */
export interface Seal {
  /** The text behind its code. */
  close(key: string, text: Uint8Array): Uint8Array;
  /** The text, or undefined if the bytes are not what was sealed for this key. */
  open(key: string, sealed: Uint8Array): Uint8Array<ArrayBuffer> | undefined;
}

/** HMAC-SHA-256 (RFC 2104) over key and text; the secret is asked for at the first use. */
export function createSeal(secret: () => string): Seal {
  let sealKey: Uint8Array | undefined;

  /** In base64, and a space. */
  function code(key: string, text: Uint8Array): Uint8Array {
    sealKey ??= createHmac("sha256", secret()).update(PURPOSE).digest();
    const hmac = createHmac("sha256", sealKey).update(`${key.length}:${key}`).update(text);
    return new TextEncoder().encode(`${hmac.digest("base64url")} `);
  }

  return {
    close(key, text) {
      const sealed = new Uint8Array(SEAL_BYTES + text.length);
      sealed.set(code(key, text));
      sealed.set(text, SEAL_BYTES);
      return sealed;
    },

    open(key, sealed) {
      const [given, text] = [sealed.subarray(0, SEAL_BYTES), sealed.subarray(SEAL_BYTES)];
      const expected = code(key, text);
      const isRight = given.length === expected.length && timingSafeEqual(given, expected);
      return isRight ? new Uint8Array(text) : undefined;
    },
  };
}
