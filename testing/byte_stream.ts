/** Returns the bytes of a stream as a byte stream, like the bodies of requests over a socket. */
export function byteStream(source: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        // Byte streams accept no empty pieces.
        if (value.length > 0) return controller.enqueue(value.slice());
      }
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
