import {
  type AcceptedQuestion,
  type Answer,
  type Calculator,
  INLINE_SECONDS,
  type Requester,
} from "./calculator.ts";
import { ServiceError } from "./errors.ts";
import { createPauses } from "./pauses.ts";
import type { Clock } from "./ports.ts";
import type { Question } from "./question.ts";

/** Maximum predicted seconds of a batch, as a multiple of the time limit of one calculation. */
const MAX_TIME_LIMITS = 4;

/** Maximum number of calculations of one batch in the pool, where a user has 64 places. */
const MAX_POOLED = 16;

/** An item of a batch: a question, or the reason why it is none. */
export type BatchItem = Question | ServiceError;

/** Receives the outcome of each item once, by its index. */
export type OnOutcome = (index: number, outcome: PromiseSettledResult<Answer>) => void;

/** The items of a request, checked against the limits. */
export interface Batch {
  /** UUIDv7 that the entries of all items share. */
  readonly id: string;
  /**
   * Answers the items, equal ones with one computation, and resolves after the last outcome. Items
   * that have no answer when the requester's signal aborts are recorded as cancelled.
   */
  run(requester: Requester, onOutcome: OnOutcome): Promise<void>;
}

/** Answers several questions of one request. */
export interface Batches {
  /**
   * Reads and checks the items, with pauses for other requests. Throws `too_costly` if their
   * predicted seconds exceed four time limits.
   */
  prepare(items: Iterable<BatchItem>): Promise<Batch>;
}

export interface BatchesOptions {
  readonly calculator: Pick<Calculator, "accept" | "calculateEqual">;
  readonly clock: Pick<Clock, "uuid">;
  /** Time limit of one calculation, in seconds. */
  readonly maxSeconds: number;
}

/** Items with equal questions, which may differ in how their answers are shown. */
interface Group {
  readonly accepted: AcceptedQuestion;
  readonly items: { readonly index: number; readonly question: Question }[];
}

/** Answers the items of a group; never rejects. */
type RunGroup = (group: Group) => Promise<void>;

export function createBatches({ calculator, clock, maxSeconds }: BatchesOptions): Batches {
  async function prepare(items: Iterable<BatchItem>): Promise<Batch> {
    const id = clock.uuid();
    const pause = createPauses();
    const refusals = new Map<number, unknown>();
    const groups = new Map<string, Group>();
    let index = 0;
    for (const item of items) {
      try {
        addToGroup(groups, index, item);
      } catch (error) {
        refusals.set(index, error);
      }
      index++;
      await pause();
    }
    checkSum([...groups.values()], maxSeconds);

    async function run(requester: Requester, onOutcome: OnOutcome): Promise<void> {
      for (const [index, reason] of refusals) onOutcome(index, { status: "rejected", reason });
      const runGroup: RunGroup = (group) => answer(group, { ...requester, batch: id }, onOutcome);
      const { inline = [], pooled = [] } = Object.groupBy(groups.values(), placeOf);
      await Promise.all([runInline(inline, runGroup), runPooled(pooled, runGroup)]);
    }

    return { id, run };
  }

  function addToGroup(groups: Map<string, Group>, index: number, item: BatchItem): void {
    if (item instanceof ServiceError) throw item;
    const known = groups.get(item.key);
    if (known) known.items.push({ index, question: item });
    else {
      const accepted = calculator.accept(item);
      groups.set(item.key, { accepted, items: [{ index, question: item }] });
    }
  }

  async function answer(
    { accepted, items }: Group,
    requester: Requester,
    onOutcome: OnOutcome,
  ): Promise<void> {
    const { length } = items;
    const outcomes = await calculator.calculateEqual(accepted, requester, length)
      .catch((reason) => Array<PromiseRejectedResult>(length).fill({ status: "rejected", reason }));
    for (const [i, { index, question }] of items.entries()) {
      const outcome = outcomes[i]!;
      if (outcome.status === "rejected") onOutcome(index, outcome);
      else onOutcome(index, { ...outcome, value: { ...outcome.value, question } });
    }
  }

  async function runInline(groups: readonly Group[], runGroup: RunGroup): Promise<void> {
    const running: Promise<void>[] = [];
    const pause = createPauses();
    for (const group of groups) {
      running.push(runGroup(group));
      await pause();
    }
    await Promise.all(running);
  }

  /**
   * Starts groups in order. The pool gets no more work than it is predicted to finish within the
   * time limit, which also bounds the wait in its queue.
   */
  async function runPooled(groups: readonly Group[], runGroup: RunGroup): Promise<void> {
    const running = new Set<Promise<void>>();
    let seconds = 0;
    for (const group of groups) {
      const { predictedSeconds } = group.accepted;
      const isFull = () => running.size >= MAX_POOLED || seconds + predictedSeconds > maxSeconds;
      while (running.size > 0 && isFull()) await Promise.race(running);
      seconds += predictedSeconds;
      const run = runGroup(group).finally(() => {
        running.delete(run);
        seconds -= predictedSeconds;
      });
      running.add(run);
    }
    await Promise.all(running);
  }

  return { prepare };
}

function placeOf({ accepted }: Group): "inline" | "pooled" {
  return accepted.predictedSeconds <= INLINE_SECONDS ? "inline" : "pooled";
}

function checkSum(groups: readonly Group[], maxSeconds: number): void {
  const seconds = groups.reduce((sum, { accepted }) => sum + accepted.predictedSeconds, 0);
  const allowed = MAX_TIME_LIMITS * maxSeconds;
  if (seconds <= allowed) return;
  const predicted = Math.ceil(seconds);
  throw new ServiceError(
    "too_costly",
    `Cannot compute the batch: it would take ${predicted} s, but at most ${allowed} s are allowed; ` +
      "send its items in several batches",
    { members: { predicted_seconds: seconds } },
  );
}
