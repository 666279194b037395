import { ServiceError, unavailable } from "../../domain/errors.ts";
import type { ComputeJob, ComputePool, Progress, SharedWork } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";
import { createFairQueue, type FairQueue } from "./fair_queue.ts";
import {
  type ComputeIsolate,
  type ComputeKind,
  type ComputeReply,
  type ComputeRequest,
  WHOLE_PROGRESS,
} from "./protocol.ts";

/** Predicted seconds below which work is short. */
const SHORT_SECONDS = 0.05;

const ESTIMATED_EVERY_MS = 250;

const WAITING = { limit: 256, limitPerUser: 64 };

interface Task extends PromiseWithResolvers<ResultText> {
  readonly job: ComputeJob;
  /** Where it has a place until it is started. */
  readonly queue: FairQueue<Task>;
  /** Who wait for the result, with a place of their own or without. */
  readonly users: Set<string>;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** How far it was when it ended. */
  ended: Progress | undefined;
  /** The last estimate while it waited, and when it was made. */
  waiting: { readonly progress: Progress; readonly at: number } | undefined;
}

interface Worker extends ComputeIsolate {
  /** The task under way; it keeps its place until the isolate has answered, wanted or not. */
  busyWith: { readonly id: number; readonly task: Task; readonly since: number } | undefined;
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
  const queues: Record<ComputeKind, FairQueue<Task>> = {
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

  function run(userId: string, job: ComputeJob): SharedWork<ResultText> {
    if (isClosed) throw stopping();
    const queue = queues[job.predictedSeconds < SHORT_SECONDS ? "short" : "large"];
    const task: Task = {
      ...Promise.withResolvers<ResultText>(),
      job,
      queue,
      users: new Set([userId]),
      timer: undefined,
      ended: undefined,
      waiting: undefined,
    };
    if (!enqueue(task, userId)) throw tooManyWaiting();
    task.timer = setTimeout(
      () => abandon(task, overloaded("The calculation waited too long for its turn")),
      timeLimitMs,
    );
    tasks.add(task);
    dispatch();
    return {
      result: task.promise,
      join: (userId) => join(task, userId),
      leave: (userId) => leave(task, userId),
      progress: () => progressOf(task),
    };
  }

  function join(task: Task, userId: string): void {
    task.users.add(userId);
    if (task.queue.has(task)) enqueue(task, userId);
  }

  function leave(task: Task, userId: string): void {
    const { users, queue } = task;
    users.delete(userId);
    if (users.size === 0) {
      abandon(task, new DOMException("Nobody waits for the result", "AbortError"));
    } else if (queue.leave(userId, task) && !users.values().some((user) => enqueue(task, user))) {
      abandon(task, tooManyWaiting());
    }
  }

  /** Whether a task has got a place under a user, which may have cost another task its last. */
  function enqueue(task: Task, userId: string): boolean {
    const refused = task.queue.push(userId, task);
    if (refused && refused !== task) abandon(refused, tooManyWaiting());
    return refused !== task;
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
    worker.busyWith = { id, task, since: performance.now() };
    clearTimeout(task.timer);
    task.timer = setTimeout(() => abandon(task, timeLimitExceeded(timeLimitMs)), timeLimitMs);
    Atomics.store(worker.progress, 0, 0);
    const { operation, input } = task.job;
    worker.port.postMessage(
      { id, operation: operation.name, input } satisfies ComputeRequest,
    );
  }

  /** Lets the users go at once; a running isolate is told to stop at its next checkpoint. */
  function abandon(task: Task, reason: unknown): void {
    task.ended ??= progressOf(task);
    release(task);
    task.reject(reason);
    const worker = workerOf(task);
    if (worker?.busyWith) Atomics.store(worker.stopFlag, 0, worker.busyWith.id);
  }

  function progressOf(task: Task): Progress {
    if (task.ended) return task.ended;
    const worker = workerOf(task);
    return worker ? runningProgress(worker) : waitingProgress(task);
  }

  /** Made anew only now and then: many may follow one task, and each estimate goes over the queue. */
  function waitingProgress(task: Task): Progress {
    const at = performance.now();
    if (!task.waiting || at - task.waiting.at >= ESTIMATED_EVERY_MS) {
      const secondsLeft = secondsToWait(task) + task.job.predictedSeconds;
      task.waiting = { progress: { fraction: 0, secondsLeft }, at };
    }
    return task.waiting.progress;
  }

  /** Estimated from the jobs under way and those before it, as if the isolates shared them evenly. */
  function secondsToWait(task: Task): number {
    const { queue } = task;
    const serving = workers.filter(({ kind }) => kind === "large" || queue === queues.short);
    const running = serving.filter(({ busyWith }) => busyWith).map(runningProgress);
    let seconds = running.reduce((sum, { secondsLeft }) => sum + secondsLeft, 0);
    for (const { job } of queue.ahead(task)) seconds += job.predictedSeconds;
    return seconds / serving.length;
  }

  function workerOf(task: Task): Worker | undefined {
    return workers.find(({ busyWith }) => busyWith?.task === task);
  }

  function finish(worker: Worker, reply: ComputeReply): void {
    const task = worker.busyWith!.task;
    if ("result" in reply) task.ended ??= { fraction: 1, secondsLeft: 0 };
    worker.busyWith = undefined;
    release(task);
    if ("result" in reply) task.resolve(reply.result);
    else if ("error" in reply) {
      task.reject(
        new ServiceError("internal", "The calculation failed", { cause: reply.error }),
      );
    }
    dispatch();
  }

  function release(task: Task): void {
    tasks.delete(task);
    clearTimeout(task.timer);
    task.queue.remove(task);
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

/** The prediction counts for the share that is left, the time taken so far for that which is done. */
function runningProgress({ busyWith, progress }: Worker): Progress {
  const fraction = Atomics.load(progress, 0) / WHOLE_PROGRESS;
  const { task, since } = busyWith!;
  const elapsed = (performance.now() - since) / 1000;
  const whole = (1 - fraction) * task.job.predictedSeconds + elapsed;
  return { fraction, secondsLeft: (1 - fraction) * whole };
}

function stopping(): ServiceError {
  return unavailable("The service is stopping");
}

function tooManyWaiting(): ServiceError {
  return overloaded("Too many calculations are waiting");
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
