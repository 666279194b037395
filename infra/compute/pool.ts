import { ServiceError, unavailable } from "../../domain/errors.ts";
import type { ComputeJob, ComputePool } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";
import { createFairQueue } from "./fair_queue.ts";
import type { ComputeIsolate, ComputeKind, ComputeReply, ComputeRequest } from "./protocol.ts";

/** Predicted seconds below which work is short. */
const SHORT_SECONDS = 0.05;

const WAITING = { limit: 256, limitPerUser: 64 };

interface Task {
  readonly job: ComputeJob;
  readonly settled: Promise<ResultText>;
  readonly resolve: (result: ResultText) => void;
  readonly reject: (error: unknown) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface Worker extends ComputeIsolate {
  /** The task under way; it keeps its place until the isolate has answered, wanted or not. */
  busyWith: { readonly id: number; readonly task: Task } | undefined;
}

export interface IsolatePool extends ComputePool {
  /** Jobs that wait for an isolate. */
  readonly waiting: number;
  /** Isolates at work. */
  readonly busy: number;
  /** Stops everything: what runs, waits or comes later is refused as `unavailable`. */
  close(): void;
}

export function createIsolatePool(
  isolates: readonly ComputeIsolate[],
  { timeLimitMs }: { readonly timeLimitMs: number },
): IsolatePool {
  const queues: Record<ComputeKind, ReturnType<typeof createFairQueue<Task>>> = {
    short: createFairQueue(WAITING),
    large: createFairQueue(WAITING),
  };
  const workers: Worker[] = isolates.map((isolate) => ({ ...isolate, busyWith: undefined }));
  const tasks = new Set<Task>();
  let lastId = 0;
  let isClosed = false;

  for (const worker of workers) {
    worker.port.onmessage = ({ data }: MessageEvent<ComputeReply>) => finish(worker, data);
  }

  async function run(job: ComputeJob): Promise<ResultText> {
    job.signal.throwIfAborted();
    const kind = job.predictedSeconds < SHORT_SECONDS ? "short" : "large";
    const task = createTask(job);
    if (isClosed) throw stopping();
    const refused = queues[kind].push(job.userId, task);
    refused?.reject(overloaded("Too many calculations are waiting"));
    const leave = () => abandon(task, job.signal.reason);
    job.signal.addEventListener("abort", leave, { once: true });
    task.timer = setTimeout(
      () => abandon(task, overloaded("The calculation waited too long for its turn")),
      timeLimitMs,
    );
    tasks.add(task);
    dispatch();
    try {
      return await task.settled;
    } finally {
      tasks.delete(task);
      clearTimeout(task.timer);
      job.signal.removeEventListener("abort", leave);
      queues[kind].remove(task);
    }
  }

  function dispatch(): void {
    for (const worker of workers) {
      if (worker.busyWith) continue;
      const task = (worker.kind === "large" && queues.large.shift()) || queues.short.shift();
      if (task) begin(worker, task);
    }
  }

  function begin(worker: Worker, task: Task): void {
    const id = lastId = lastId % 0x7fffffff + 1;
    worker.busyWith = { id, task };
    clearTimeout(task.timer);
    task.timer = setTimeout(() => abandon(task, timeLimitExceeded(timeLimitMs)), timeLimitMs);
    const { operation, input } = task.job;
    worker.port.postMessage(
      { id, operation: operation.name, input } satisfies ComputeRequest,
    );
  }

  /** Lets the asker go at once; a running isolate is told to stop at its next checkpoint. */
  function abandon(task: Task, reason: unknown): void {
    task.reject(reason);
    const worker = workers.find(({ busyWith }) => busyWith?.task === task);
    if (worker?.busyWith) Atomics.store(worker.stopFlag, 0, worker.busyWith.id);
  }

  function finish(worker: Worker, reply: ComputeReply): void {
    const task = worker.busyWith!.task;
    worker.busyWith = undefined;
    if ("result" in reply) task.resolve(reply.result);
    else if ("error" in reply) {
      task.reject(
        new ServiceError("internal", "The calculation failed", { cause: reply.error }),
      );
    }
    dispatch();
  }

  function close(): void {
    isClosed = true;
    for (const task of tasks) abandon(task, stopping());
  }

  return {
    run,
    close,
    get waiting() {
      return queues.short.size + queues.large.size;
    },
    get busy() {
      return workers.filter(({ busyWith }) => busyWith).length;
    },
  };
}

function createTask(job: ComputeJob): Task {
  const { promise, resolve, reject } = Promise.withResolvers<ResultText>();
  return { job, settled: promise, resolve, reject, timer: undefined };
}

function stopping(): ServiceError {
  return unavailable("The service is stopping");
}

function overloaded(message: string): ServiceError {
  return new ServiceError("overloaded", message, { retryAfterSeconds: 5 });
}

function timeLimitExceeded(timeLimitMs: number): ServiceError {
  return new ServiceError(
    "time_limit_exceeded",
    `The calculation took longer than the ${timeLimitMs / 1000} s that are allowed`,
  );
}
