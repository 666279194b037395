import assert from "node:assert/strict";
import { openPieces } from "../../routes/body_pieces.ts";
import { byteStream } from "../../testing/byte_stream.ts";

const STREAMS = {
  "a stream of bytes": byteStream,
  "another stream": (source: ReadableStream<Uint8Array>) => source,
};

for (const [name, convert] of Object.entries(STREAMS)) {
  Deno.test(`openPieces() reads ${name} completely`, async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
    const sizes = [1, 40_000, 2, 100_000, 59_997];
    let start = 0;
    const source = ReadableStream.from(sizes.map((size) => bytes.subarray(start, start += size)));
    const { next } = openPieces(convert(source));
    const read: number[] = [];
    for (let piece = await next(); piece !== undefined; piece = await next()) read.push(...piece);
    assert.deepEqual(Uint8Array.from(read), bytes);
  });

  Deno.test(`openPieces() cancels ${name}`, async () => {
    let reason: unknown;
    const source = new ReadableStream<Uint8Array>({ cancel: (given) => void (reason = given) });
    await openPieces(convert(source)).cancel("enough");
    assert.equal(reason, "enough");
  });
}
