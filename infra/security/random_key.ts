import { KEY_BYTES } from "../../domain/accounts/key_text.ts";

/** Returns the random bytes of a new API key. */
export function randomKey(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}
