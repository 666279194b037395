/**
 * A copy of a response that calls `onSent` once its body is in the buffers of the kernel, or will not
 * be sent: Deno asks for the end of a stream when it has written what came before.
 */
export function whenSent(response: Response, onSent: () => void): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    onSent();
    return response;
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      onSent();
    },
    cancel(reason) {
      onSent();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
  return new Response(body, response);
}
