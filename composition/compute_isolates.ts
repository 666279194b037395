import type { ComputeIsolate, ComputeKind, ComputeStart } from "../infra/compute/protocol.ts";
import { NO_PERMISSIONS } from "../infra/isolates/permissions.ts";
import { type Isolate, spawnIsolate } from "../infra/isolates/spawn.ts";

export interface ComputeIsolates extends Isolate {
  readonly isolates: readonly ComputeIsolate[];
}

/** Starts isolates for large calculations and one that is kept for short ones. */
export async function startComputeIsolates(options: {
  readonly large: number;
  readonly onDeath: (reason: string) => void;
}): Promise<ComputeIsolates> {
  const kinds: ComputeKind[] = ["short", ...Array<ComputeKind>(options.large).fill("large")];
  const started = await Promise.all(kinds.map((kind) => startOne(kind, options.onDeath)));
  return {
    address: undefined,
    isolates: started.map(({ near }) => near),
    stop: async () => {
      await Promise.all(started.map(({ isolate }) => isolate.stop()));
    },
  };
}

async function startOne(kind: ComputeKind, onDeath: (reason: string) => void) {
  const { port1, port2 } = new MessageChannel();
  const [stopFlag, progress] = [sharedInteger(), sharedInteger()];
  const isolate = await spawnIsolate<ComputeStart>({
    name: `compute (${kind})`,
    module: new URL("./isolates/compute.ts", import.meta.url),
    permissions: NO_PERMISSIONS,
    start: { port: port2, stopFlag, progress },
    transfer: [port2],
    onDeath,
  });
  return { isolate, near: { kind, port: port1, stopFlag, progress } };
}

function sharedInteger(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
