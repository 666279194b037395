import type { Progress } from "../../domain/ports.ts";
import type { Task } from "./task.ts";
import { runningProgress, type Worker } from "./worker.ts";

/** An estimate is reused for this long, since each one walks the whole queue. */
const REUSED_MS = 250;

interface Estimate {
  readonly progress: Progress;
  /** Milliseconds of `performance.now()`. */
  readonly madeAt: number;
}

/**
 * Returns a function that estimates the remaining time of a waiting task, assuming that the workers
 * of its queue share the running and earlier tasks evenly.
 */
export function createWaitEstimates(
  workersFor: (task: Task) => readonly Worker[],
): (task: Task) => Progress {
  const estimates = new WeakMap<Task, Estimate>();

  function secondsToWait(task: Task): number {
    const workers = workersFor(task);
    let seconds = 0;
    for (const worker of workers) {
      if (worker.running) seconds += runningProgress(worker.running, worker).secondsLeft;
    }
    for (const { job } of task.queue.ahead(task)) seconds += job.predictedSeconds;
    return seconds / workers.length;
  }

  return function waitingProgress(task: Task): Progress {
    const now = performance.now();
    const last = estimates.get(task);
    if (last && now - last.madeAt < REUSED_MS) return last.progress;
    const secondsLeft = secondsToWait(task) + task.job.predictedSeconds;
    const progress = { fraction: 0, secondsLeft };
    estimates.set(task, { progress, madeAt: now });
    return progress;
  };
}
