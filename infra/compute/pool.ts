import { ServiceError, unavailable } from "../../domain/errors.ts";
import type { ComputeJob, ComputePool, Progress, SharedWork } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";
import { createFairQueue, type FairQueue } from "./fair_queue.ts";
import type {
  ComputeIsolate,
  ComputeKind,
  ComputeReply,
  ComputeRequest,
  Refusal,
} from "./protocol.ts";
import { Task } from "./task.ts";
import { createWaitEstimates } from "./wait_estimates.ts";
import { runningProgress, type Worker } from "./worker.ts";

/** Work with a prediction below this is short. */
const SHORT_SECONDS = 0.05;

const QUEUE_LIMITS = { limit: 256, limitPerUser: 64 };

/** Message ids fit into the shared 32-bit stop flag. */
const MAX_ID = 0x7fffffff;

export interface IsolatePool extends ComputePool {
  /** Number of jobs in the queues. */
  readonly waiting: number;
  /** Number of busy isolates. */
  readonly busy: number;
  /** Fails all running, waiting and later jobs with `unavailable`. */
  close(): void;
}

/**
 * A pool of compute isolates with one queue for short and one for large work. `timeLimitMs` bounds
 * the wait in the queue and, again, the calculation.
 */
export function createIsolatePool(
  isolates: readonly ComputeIsolate[],
  { timeLimitMs }: { readonly timeLimitMs: number },
): IsolatePool {
  const queues: Record<ComputeKind, FairQueue<Task>> = {
    short: createFairQueue(QUEUE_LIMITS),
    large: createFairQueue(QUEUE_LIMITS),
  };
  const workers: Worker[] = isolates.map((isolate) => ({ ...isolate, running: undefined }));
  const tasks = new Set<Task>();
  const waitingProgress = createWaitEstimates(({ queue }) =>
    workers.filter(({ kind }) => kind === "large" || queue === queues.short)
  );
  let lastId = 0;
  let isClosed = false;

  for (const worker of workers) {
    worker.port.onmessage = ({ data }: MessageEvent<ComputeReply>) => finish(worker, data);
  }

  function run(userId: string, job: ComputeJob): SharedWork<ResultText> {
    if (isClosed) throw stopping();
    const kind = job.predictedSeconds < SHORT_SECONDS ? "short" : "large";
    const task = new Task(job, queues[kind]);
    task.requesters.add(userId);
    if (!enqueue(task, userId)) throw queueFull();
    task.limit(timeLimitMs, () => cancel(task, waitedTooLong()));
    tasks.add(task);
    dispatch();
    return {
      result: task.result,
      join: (userId) => join(task, userId),
      leave: (userId) => leave(task, userId),
      progress: () => progressOf(task),
    };
  }

  function join(task: Task, userId: string): void {
    task.requesters.add(userId);
    if (task.queue.has(task)) enqueue(task, userId);
  }

  function leave(task: Task, userId: string): boolean {
    const { requesters, queue } = task;
    if (!requesters.remove(userId)) return false;
    if (requesters.isEmpty) {
      cancel(task, new DOMException("No requester is left", "AbortError"));
      return true;
    }
    const lostLastPlace = queue.leave(userId, task) !== undefined;
    if (lostLastPlace && !requesters.users().some((user) => enqueue(task, user))) {
      cancel(task, queueFull());
    }
    return false;
  }

  /** Gives a task a place under a user, and returns whether it got one. May cancel another task. */
  function enqueue(task: Task, userId: string): boolean {
    const dropped = task.queue.push(userId, task);
    if (dropped && dropped !== task) cancel(dropped, queueFull());
    return dropped !== task;
  }

  function dispatch(): void {
    for (const worker of workers) {
      if (worker.running) continue;
      const task = (worker.kind === "large" && queues.large.shift()) || queues.short.shift();
      if (task) start(worker, task);
    }
  }

  function start(worker: Worker, task: Task): void {
    const id = lastId = lastId % MAX_ID + 1;
    worker.running = { id, task, startedAt: performance.now() };
    task.limit(timeLimitMs, () => cancel(task, timeLimitExceeded(timeLimitMs)));
    Atomics.store(worker.progress, 0, 0);
    const { question, maxSeconds, maxDigits, limits } = task.job;
    const request: ComputeRequest = {
      id,
      question: question.message(),
      ...(maxSeconds !== undefined && { maxSeconds }),
      ...(maxDigits !== undefined && { maxDigits }),
      ...(limits && { limits }),
    };
    worker.port.postMessage(request);
  }

  function finish(worker: Worker, reply: ComputeReply): void {
    const { task } = worker.running!;
    reportSeconds(worker);
    worker.running = undefined;
    remove(task);
    if ("result" in reply) {
      task.endProgress ??= { fraction: 1, secondsLeft: 0 };
      task.resolve(reply.result);
    } else if ("refusal" in reply) {
      task.reject(serviceError(reply.refusal));
    } else if ("error" in reply) {
      task.reject(new ServiceError("internal", "The calculation failed", { cause: reply.error }));
    }
    dispatch();
  }

  /** Fails a task at once; a running isolate stops at its next checkpoint. */
  function cancel(task: Task, reason: unknown): void {
    task.endProgress ??= progressOf(task);
    const worker = workerOf(task);
    if (worker) reportSeconds(worker);
    remove(task);
    task.reject(reason);
    if (worker?.running) Atomics.store(worker.stopFlag, 0, worker.running.id);
  }

  /** Reports how long the task of a worker has run, unless it has ended before. */
  function reportSeconds({ running }: Worker): void {
    const { task, startedAt } = running!;
    if (tasks.has(task)) task.job.onMeasured?.((performance.now() - startedAt) / 1e3);
  }

  function remove(task: Task): void {
    tasks.delete(task);
    task.clearLimit();
    task.queue.remove(task);
  }

  function progressOf(task: Task): Progress {
    if (task.endProgress) return task.endProgress;
    const worker = workerOf(task);
    return worker ? runningProgress(worker.running!, worker) : waitingProgress(task);
  }

  function workerOf(task: Task): Worker | undefined {
    return workers.find(({ running }) => running?.task === task);
  }

  return {
    run,
    close: () => {
      isClosed = true;
      for (const task of tasks) cancel(task, stopping());
    },
    get waiting() {
      return queues.short.size + queues.large.size;
    },
    get busy() {
      return workers.filter(({ running }) => running).length;
    },
  };
}

function stopping(): ServiceError {
  return unavailable("The service is stopping");
}

function queueFull(): ServiceError {
  return overloaded("Too many calculations are waiting");
}

function waitedTooLong(): ServiceError {
  return overloaded("The calculation waited too long in the queue");
}

function overloaded(message: string): ServiceError {
  return new ServiceError("overloaded", message, { retryAfterSeconds: 5 });
}

function timeLimitExceeded(timeLimitMs: number): ServiceError {
  return new ServiceError(
    "time_limit_exceeded",
    `The calculation took longer than the allowed ${timeLimitMs / 1000} s`,
  );
}

function serviceError({ code, message, errors, members }: Refusal): ServiceError {
  return new ServiceError(code, message, { errors, members });
}
