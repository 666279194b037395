import type { ComputeRequest, ComputeStart } from "../../infra/compute/protocol.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";

serveIsolate<ComputeStart>(async ({ port, ...shared }) => {
  let handler: ReturnType<typeof load> | undefined;

  async function load() {
    const { createRequestHandler } = await import("../../infra/compute/answer_requests.ts");
    return createRequestHandler(port, shared);
  }

  port.onmessage = async ({ data }: MessageEvent<ComputeRequest>) => {
    const handle = await (handler ??= load());
    await handle(data);
  };
  // The compiled program loads the arithmetic, 17 MB, with the first calculation of the isolate.
  // Under `deno run`, the isolate may not read its modules later.
  if (!Deno.build.standalone) await (handler ??= load());
  return { stop: () => Promise.resolve(port.close()) };
});
