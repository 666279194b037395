import { createHmac } from "node:crypto";
import { constantTimeEqual } from "../../domain/constant_time_equal.ts";

const PURPOSE = "mathcalculator result cache";

/** By how much a sealed text is longer. */
export const SIGNATURE_BYTES = 44;

/** Ties texts to their keys, so that only those are believed that were sealed with the same secret. */
export interface ValueSigner {
  /** The text behind its code. */
  sign(key: string, text: Uint8Array): Uint8Array;
  /** The text, or undefined if the bytes are not what was sealed for this key. */
  verify(key: string, sealed: Uint8Array): Uint8Array<ArrayBuffer> | undefined;
}

/** HMAC-SHA-256 (RFC 2104) over key and text; the secret is asked for at the first use. */
export function createValueSigner(secret: () => string): ValueSigner {
  let sealKey: Uint8Array | undefined;

  /** In base64, and a space. */
  function code(key: string, text: Uint8Array): Uint8Array {
    sealKey ??= createHmac("sha256", secret()).update(PURPOSE).digest();
    const hmac = createHmac("sha256", sealKey).update(`${key.length}:${key}`).update(text);
    return new TextEncoder().encode(`${hmac.digest("base64url")} `);
  }

  return {
    sign(key, text) {
      const sealed = new Uint8Array(SIGNATURE_BYTES + text.length);
      sealed.set(code(key, text));
      sealed.set(text, SIGNATURE_BYTES);
      return sealed;
    },

    verify(key, sealed) {
      const [given, text] = [sealed.subarray(0, SIGNATURE_BYTES), sealed.subarray(SIGNATURE_BYTES)];
      const expected = code(key, text);
      return constantTimeEqual(given, expected) ? new Uint8Array(text) : undefined;
    },
  };
}
