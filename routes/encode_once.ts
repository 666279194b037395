/** Returns a function that creates a text with its first call and always returns the same bytes. */
export function encodeOnce(text: () => string): () => Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  return () => bytes ??= new TextEncoder().encode(text());
}
