import { type Deadline, deadlineIn } from "../async/deadline.ts";
import type { IsolateMessage, SupervisorMessage } from "./isolate.ts";
import type { IsolatePermissions } from "./permissions.ts";

/** A started isolate, as seen by its supervisor. */
export interface Isolate {
  /** The address it listens on; undefined if it does not listen. */
  readonly address: string | undefined;
  /** Lets the isolate finish its work, at most until the deadline, then terminates it. */
  stop(deadline?: Deadline): Promise<void>;
}

export interface SpawnOptions<Start> {
  readonly name: string;
  readonly module: URL;
  readonly permissions: IsolatePermissions;
  readonly start: Start;
  readonly transfer: Transferable[];
  /** Called when the isolate dies after it was ready. */
  readonly onDeath: (reason: string) => void;
}

/** Time limit of a stop without a deadline. */
const STOP_MS = 10_000;

/** Starts an isolate and resolves when it is ready. */
export function spawnIsolate<Start>(options: SpawnOptions<Start>): Promise<Isolate> {
  const { name, module, permissions, start, transfer, onDeath } = options;
  const ready = Promise.withResolvers<Isolate>();
  const stopped = Promise.withResolvers<void>();
  const worker = new Worker(
    module,
    { type: "module", name, deno: { permissions } } as WorkerOptions,
  );
  let isReady = false;

  const die = (reason: string) => {
    stopped.resolve();
    if (isReady) onDeath(`The ${name} isolate has died: ${reason}`);
    else ready.reject(new Error(`Cannot start the ${name} isolate: ${reason}`));
  };
  const send = (message: SupervisorMessage<Start>, transferred: Transferable[]) =>
    worker.postMessage(message, transferred);

  worker.onerror = (event) => {
    event.preventDefault();
    die(event.message);
  };
  worker.onmessageerror = () => die("a message could not be read");
  worker.onmessage = ({ data }: MessageEvent<IsolateMessage>) => {
    if (data.kind === "failed") return die(data.message);
    if (data.kind === "stopped") return stopped.resolve();
    isReady = true;
    ready.resolve({ address: data.address, stop });
  };

  async function stop(deadline = deadlineIn(STOP_MS)): Promise<void> {
    send({ kind: "stop", withinMs: deadline.leftMs() }, []);
    await stopped.promise;
    worker.terminate();
  }

  send({ kind: "start", start }, transfer);
  return ready.promise;
}
