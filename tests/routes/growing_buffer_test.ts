import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createGrowingBuffer } from "../../routes/growing_buffer.ts";

const KIB = 1024;

Deno.test("pieces of any length are joined in a buffer that doubles when it is full", () => {
  const buffer = createGrowingBuffer();
  const pieces = [1, 0, 16 * KIB - 1, 1, 20 * KIB, 100 * KIB].map((length, index) =>
    new Uint8Array(length).fill(index)
  );
  const capacities = pieces.map((piece) => {
    buffer.append(piece);
    return buffer.capacity / KIB;
  });
  assert.deepEqual(capacities, [16, 16, 16, 32, 64, 136 + 1 / KIB]);
  assert.equal(buffer.size, 136 * KIB + 1);
  assert.deepEqual(Buffer.from(buffer.bytes()), Buffer.concat(pieces));
});

Deno.test("free() empties the buffer, which can be filled again", () => {
  const buffer = createGrowingBuffer();
  assert.equal(buffer.bytes().length, 0);
  buffer.append(Uint8Array.of(1, 2));
  buffer.free();
  assert.deepEqual([buffer.size, buffer.capacity, buffer.bytes().length], [0, 0, 0]);
  buffer.append(Uint8Array.of(3));
  assert.deepEqual([...buffer.bytes()], [3]);
});
