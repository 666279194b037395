import { createHmac, timingSafeEqual } from "node:crypto";

const PURPOSE = "mathcalculator result cache";

/** Characters by which a sealed text is longer. */
export const SEAL_CHARACTERS = 44;

/** Ties texts to their keys, so that only those are believed that were sealed with the same secret. */
export interface Seal {
  /** The text behind its code. */
  close(key: string, text: string): string;
  /** The text, or undefined if the bytes are not what was sealed for this key. */
  open(key: string, sealed: Uint8Array): string | undefined;
}

/** HMAC-SHA-256 (RFC 2104) over key and text; the secret is asked for at the first use. */
export function createSeal(secret: () => string): Seal {
  let sealKey: Uint8Array | undefined;

  function code(key: string, text: string): Uint8Array {
    sealKey ??= createHmac("sha256", secret()).update(PURPOSE).digest();
    return createHmac("sha256", sealKey).update(`${key.length}:${key}${text}`).digest();
  }

  return {
    close: (key, text) => `${base64(code(key, text))} ${text}`,

    open: (key, sealed) => {
      const content = new TextDecoder("utf-8", { ignoreBOM: true }).decode(sealed);
      const text = content.slice(SEAL_CHARACTERS);
      const given = new TextEncoder().encode(content.slice(0, SEAL_CHARACTERS));
      const expected = new TextEncoder().encode(`${base64(code(key, text))} `);
      const isRight = given.length === expected.length && timingSafeEqual(given, expected);
      return isRight ? text : undefined;
    },
  };
}

function base64(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
