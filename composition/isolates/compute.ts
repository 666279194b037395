import { Cancelled, type ComputeContext, Workspace } from "../../domain/numbers/mod.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import { resultText } from "../../domain/result_text.ts";
import {
  type ComputeReply,
  type ComputeRequest,
  type ComputeStart,
  sendReply,
  WHOLE_PROGRESS,
} from "../../infra/compute/protocol.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";

serveIsolate<ComputeStart>(({ port, ...shared }) => {
  const workspace = new Workspace();
  port.onmessage = async ({ data }: MessageEvent<ComputeRequest>) => {
    sendReply(port, await compute(data, { ...sharedWork(shared, data.id), workspace }));
    workspace.trim();
  };
  return Promise.resolve({ stop: () => Promise.resolve(port.close()) });
});

async function compute(request: ComputeRequest, work: ComputeContext): Promise<ComputeReply> {
  const { id, operation, input } = request;
  try {
    const text = findOperation(operation)!.compute(input, work);
    return { id, result: await resultText(text) };
  } catch (error) {
    if (error instanceof Cancelled) return { id, stopped: true };
    return { id, error: (error as Error).stack ?? String(error) };
  }
}

function sharedWork(
  { stopFlag, progress }: Omit<ComputeStart, "port">,
  id: number,
): ComputeContext {
  return {
    checkpoint() {
      if (Atomics.load(stopFlag, 0) === id) throw new Cancelled();
    },
    onProgress: (fraction) => Atomics.store(progress, 0, Math.round(fraction * WHOLE_PROGRESS)),
  };
}
