import { constantTimeEqual } from "../../domain/constant_time_equal.ts";

const PURPOSE = "mathcalculator result cache";

/** Bytes that a signature adds to a text. */
export const SIGNATURE_BYTES = 44;

/** Signs texts together with their keys. Nothing is encrypted. */
export interface ValueSigner {
  /** The signature followed by the text. */
  sign(key: string, text: Uint8Array): Uint8Array;
  /** The text; undefined if it was not signed for this key with the same secret. */
  verify(key: string, signed: Uint8Array): Uint8Array<ArrayBuffer> | undefined;
}

/** HMAC-SHA-256 (RFC 2104) over key and text. The secret is read at the first use. */
export function createValueSigner(secret: () => string): ValueSigner {
  let signingKey: Uint8Array | undefined;

  /** Base64url, followed by a space. */
  function signature(key: string, text: Uint8Array): Uint8Array {
    const { createHmac } = globalThis.process.getBuiltinModule("node:crypto");
    signingKey ??= createHmac("sha256", secret()).update(PURPOSE).digest();
    const hmac = createHmac("sha256", signingKey).update(`${key.length}:${key}`).update(text);
    return new TextEncoder().encode(`${hmac.digest("base64url")} `);
  }

  return {
    sign(key, text) {
      const signed = new Uint8Array(SIGNATURE_BYTES + text.length);
      signed.set(signature(key, text));
      signed.set(text, SIGNATURE_BYTES);
      return signed;
    },

    verify(key, signed) {
      const [given, text] = [signed.subarray(0, SIGNATURE_BYTES), signed.subarray(SIGNATURE_BYTES)];
      const expected = signature(key, text);
      return constantTimeEqual(given, expected) ? new Uint8Array(text) : undefined;
    },
  };
}
