import type { Progress } from "../../domain/ports.ts";
import { type ComputeIsolate, WHOLE_PROGRESS } from "./protocol.ts";
import type { Task } from "./task.ts";

/** A compute isolate and the task it runs. */
export interface Worker extends ComputeIsolate {
  /**
   * The running task. It stays set until the isolate has replied, even if the task was cancelled:
   * the isolate stops at its next checkpoint.
   */
  running: RunningTask | undefined;
}

export interface RunningTask {
  readonly id: number;
  readonly task: Task;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
}

/**
 * Estimates the remaining time from the prediction, weighted by the share of work that is left, and
 * from the elapsed time, extrapolated and weighted by the share that is done.
 */
export function runningProgress(
  { task, startedAt }: RunningTask,
  { progress }: ComputeIsolate,
): Progress {
  const fraction = Atomics.load(progress, 0) / WHOLE_PROGRESS;
  const elapsed = (performance.now() - startedAt) / 1000;
  const total = (1 - fraction) * task.job.predictedSeconds + elapsed;
  return { fraction, secondsLeft: (1 - fraction) * total };
}
