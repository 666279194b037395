import type { ComputeRequest, ComputeStart } from "../../infra/compute/protocol.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";

serveIsolate<ComputeStart>(({ port, ...shared }) => {
  // The arithmetic takes 17 MB, so the first calculation loads it.
  let handler: ReturnType<typeof load> | undefined;

  async function load() {
    const { createRequestHandler } = await import("../../infra/compute/answer_requests.ts");
    return createRequestHandler(port, shared);
  }

  port.onmessage = async ({ data }: MessageEvent<ComputeRequest>) => {
    const handle = await (handler ??= load());
    await handle(data);
  };
  return Promise.resolve({ stop: () => Promise.resolve(port.close()) });
});
