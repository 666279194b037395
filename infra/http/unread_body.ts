/** Deno discards a body of this declared length, so that the connection can be used again. */
const DISCARDED_BYTES = 4 * 2 ** 20;

/** Longer answers in place of reading a body are not sent. */
const MAX_ANSWER_BYTES = 2 ** 20;

/** A response of these has no body that could lack its end. */
const NULL_BODY_STATUSES: ReadonlySet<number> = new Set([204, 205, 304]);

/** Whether a body has not been read and may be longer than Deno should discard. */
export function leavesBodyUnread({ bodyUsed, headers }: Request): boolean {
  if (bodyUsed) return false;
  return headers.has("transfer-encoding") ||
    Number(headers.get("content-length") ?? 0) > DISCARDED_BYTES;
}

/**
 * The same response, complete for the client but without an end for Deno, which would then read
 * the rest of the request's body for as long as the client sends it, and move all that has arrived
 * with each chunk. Undefined if it is longer than 1 MiB.
 */
export async function withoutEnd(response: Response): Promise<Response | undefined> {
  if (NULL_BODY_STATUSES.has(response.status)) return new Response(null, response);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_ANSWER_BYTES) return undefined;
  }
  const body = new ReadableStream({
    start: (controller) => pieces.forEach((piece) => controller.enqueue(piece)),
  });
  const endless = new Response(body, response);
  if (!endless.headers.has("content-length")) endless.headers.set("Content-Length", String(length));
  return endless;
}
