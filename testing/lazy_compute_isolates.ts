import type { ComputeIsolates } from "../composition/supervisor.ts";
import type { ComputeIsolate, ComputeKind, ComputeStart } from "../infra/compute/protocol.ts";
import { NO_PERMISSIONS } from "../infra/isolates/permissions.ts";
import { type Isolate, spawnIsolate } from "../infra/isolates/spawn.ts";

const MODULE = new URL("../composition/isolates/compute.ts", import.meta.url);

/** Compute isolates that start with their first request; most tests never need them. */
export function createLazyComputeIsolates(options: {
  readonly large: number;
  readonly onDeath: (reason: string) => void;
}): ComputeIsolates {
  const kinds: ComputeKind[] = ["short", ...Array<ComputeKind>(options.large).fill("large")];
  const lazy = kinds.map((kind) => createOne(kind, options.onDeath));
  return {
    isolates: lazy.map(({ near }) => near),
    stop: async () => {
      await Promise.all(lazy.map(({ stop }) => stop()));
    },
  };
}

function createOne(kind: ComputeKind, onDeath: (reason: string) => void) {
  const { port1, port2 } = new MessageChannel();
  const near: ComputeIsolate = {
    kind,
    port: port1,
    stopFlag: sharedInteger(),
    progress: sharedInteger(),
  };
  let started: Promise<Isolate> | undefined;

  function start(): Promise<Isolate> {
    return spawnIsolate<ComputeStart>({
      name: `compute (${kind})`,
      module: MODULE,
      permissions: NO_PERMISSIONS,
      start: { port: port2, stopFlag: near.stopFlag, progress: near.progress },
      transfer: [port2],
      onDeath,
    });
  }

  port1.postMessage = (message: unknown) => {
    started ??= start();
    MessagePort.prototype.postMessage.call(port1, message);
  };
  return {
    near,
    stop: async () => {
      await (await started)?.stop();
      port1.close();
    },
  };
}

function sharedInteger(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
