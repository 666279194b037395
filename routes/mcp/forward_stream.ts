/** How a stream ended. */
export type StreamEnd = "sent" | "disconnected";

/** Passes on a body that may not exist yet, and reports how it ended. */
export function forwardStream(
  source: Promise<ReadableStream<Uint8Array> | null>,
  onEnd: (end: StreamEnd) => void,
): ReadableStream<Uint8Array> {
  const reader = source.then((stream) => stream?.getReader());

  return new ReadableStream({
    async pull(controller) {
      try {
        const read = await (await reader)?.read();
        if (read && !read.done) return controller.enqueue(read.value);
        controller.close();
        onEnd("sent");
      } catch (error) {
        onEnd("disconnected");
        controller.error(error);
      }
    },
    cancel(reason) {
      onEnd("disconnected");
      reader.then((reader) => reader?.cancel(reason)).catch(() => {});
    },
  });
}
