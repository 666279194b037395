import type { ComputeJob, Progress } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";
import type { FairQueue } from "./fair_queue.ts";
import { Requesters } from "./requesters.ts";

/** A job in the pool, from its first requester until its result or failure. */
export class Task {
  readonly job: ComputeJob;
  /** The queue in which the task waits until it starts. */
  readonly queue: FairQueue<Task>;
  readonly requesters = new Requesters();
  readonly result: Promise<ResultText>;
  readonly resolve: (result: ResultText) => void;
  readonly reject: (reason: unknown) => void;
  /** Final progress; undefined while the task waits or runs. */
  endProgress: Progress | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(job: ComputeJob, queue: FairQueue<Task>) {
    this.job = job;
    this.queue = queue;
    const { promise, resolve, reject } = Promise.withResolvers<ResultText>();
    this.result = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Replaces the time limit of the current phase, waiting or running. */
  limit(ms: number, onExceeded: () => void): void {
    this.clearLimit();
    this.#timer = setTimeout(onExceeded, ms);
  }

  clearLimit(): void {
    clearTimeout(this.#timer);
  }
}
