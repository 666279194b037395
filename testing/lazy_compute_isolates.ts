import type { ComputeIsolates } from "../composition/supervisor.ts";
import type { ComputeIsolate, ComputeKind, ComputeStart } from "../infra/compute/protocol.ts";
import { NO_PERMISSIONS } from "../infra/isolates/permissions.ts";
import { spawnIsolate } from "../infra/isolates/spawn.ts";

const MODULE = new URL("../composition/isolates/compute.ts", import.meta.url);

interface Options {
  readonly large: number;
  readonly onDeath: (reason: string) => void;
}

/** An isolate that computes for one service at a time. */
interface LazyIsolate {
  /** Connects the isolate to a new service. */
  start(kind: ComputeKind, onDeath: Options["onDeath"]): ComputeIsolate;
  /** Waits for the calculation in progress. Resolves to whether the isolate can be used again. */
  stop(): Promise<boolean>;
}

/** Isolates of services that have stopped; starting one takes longer than most tests. */
const idle: LazyIsolate[] = [];

/** Compute isolates that start with their first request; most tests never need them. */
export function createLazyComputeIsolates({ large, onDeath }: Options): ComputeIsolates {
  const kinds: ComputeKind[] = ["short", ...Array<ComputeKind>(large).fill("large")];
  const lazy = kinds.map(() => idle.pop() ?? createOne());
  return {
    isolates: lazy.map((isolate, index) => isolate.start(kinds[index]!, onDeath)),
    stop: async () => {
      await Promise.all(lazy.map(async (isolate) => {
        if (await isolate.stop()) idle.push(isolate);
      }));
    },
  };
}

function createOne(): LazyIsolate {
  const { port1, port2 } = new MessageChannel();
  const shared = { stopFlag: sharedInteger(), progress: sharedInteger() };
  let state: "new" | "started" | "dead" = "new";
  let onDeath: Options["onDeath"];
  let unanswered = 0;
  let answered = Promise.withResolvers<void>();

  function spawn(): void {
    state = "started";
    const isolate = spawnIsolate<ComputeStart>({
      name: "compute",
      module: MODULE,
      permissions: NO_PERMISSIONS,
      start: { port: port2, ...shared },
      transfer: [port2],
      onDeath: die,
    });
    isolate.catch((error) => die(error.message));
  }

  function die(reason: string): void {
    state = "dead";
    answered.resolve();
    onDeath(reason);
  }

  port1.postMessage = (message: unknown) => {
    if (state === "new") spawn();
    if (unanswered++ === 0) answered = Promise.withResolvers();
    MessagePort.prototype.postMessage.call(port1, message);
  };
  port1.addEventListener("message", () => {
    if (--unanswered === 0) answered.resolve();
  });

  return {
    start: (kind, onDeathOfService) => {
      onDeath = onDeathOfService;
      Atomics.store(shared.stopFlag, 0, 0);
      return { kind, port: port1, ...shared };
    },
    stop: async () => {
      if (unanswered > 0) await answered.promise;
      port1.onmessage = null;
      return state !== "dead";
    },
  };
}

function sharedInteger(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
