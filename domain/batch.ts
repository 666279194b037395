import {
  type AcceptedQuestion,
  type Answer,
  type Calculator,
  INLINE_SECONDS,
  type Requester,
} from "./calculator.ts";
import { ServiceError } from "./errors.ts";
import { createPauses } from "./pauses.ts";
import { UNPLANNED_SECONDS } from "./planning_time.ts";
import type { Clock } from "./ports.ts";
import type { Question } from "./question.ts";

/** Maximum seconds of a batch, predicted and measured, as a multiple of the time limit. */
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
   * that have no answer when the requester's signal aborts are recorded as cancelled. Items that
   * have not started when four time limits have been used are refused.
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

/** Answers or refuses the items of a group; neither rejects. */
interface GroupRunner {
  /** Resolves with the seconds that an isolate worked on it. */
  answer(group: Group): Promise<number>;
  refuse(group: Group, reason: ServiceError): void;
}

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
      const runner: GroupRunner = {
        answer: (group) => answer(group, { ...requester, batch: id }, onOutcome),
        refuse({ items }, reason) {
          for (const { index } of items) onOutcome(index, { status: "rejected", reason });
        },
      };
      const { inline = [], pooled = [] } = Object.groupBy(groups.values(), placeOf);
      await Promise.all([runInline(inline, runner), runPooled(pooled, runner)]);
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
  ): Promise<number> {
    const { length } = items;
    let measured = 0;
    const onMeasured = (seconds: number) => measured = seconds;
    const outcomes = await calculator.calculateEqual(accepted, { ...requester, onMeasured }, length)
      .catch((reason) => Array<PromiseRejectedResult>(length).fill({ status: "rejected", reason }));
    for (const [i, { index, question }] of items.entries()) {
      const outcome = outcomes[i]!;
      if (outcome.status === "rejected") onOutcome(index, outcome);
      else onOutcome(index, { ...outcome, value: { ...outcome.value, question } });
    }
    return measured;
  }

  async function runInline(groups: readonly Group[], runner: GroupRunner): Promise<void> {
    const running: Promise<number>[] = [];
    const pause = createPauses();
    for (const group of groups) {
      running.push(runner.answer(group));
      await pause();
    }
    await Promise.all(running);
  }

  /**
   * Starts groups in order. The pool gets no more work than it is predicted to finish within the
   * time limit, which also bounds the wait in its queue. Groups that are left when the batch has used
   * its time are refused; it exceeds its time by one time limit at most.
   */
  async function runPooled(groups: readonly Group[], runner: GroupRunner): Promise<void> {
    const allowed = MAX_TIME_LIMITS * maxSeconds;
    const running = new Set<Promise<void>>();
    let [predicted, reserved, used] = [0, 0, 0];
    for (const group of groups) {
      const { predictedSeconds } = group.accepted;
      const most = mostSeconds(group);
      const isFull = () =>
        running.size >= MAX_POOLED || predicted + predictedSeconds > maxSeconds ||
        used + reserved + most > allowed;
      while (running.size > 0 && isFull()) await Promise.race(running);
      if (used >= allowed) {
        runner.refuse(group, timeUsed(allowed));
        continue;
      }
      predicted += predictedSeconds;
      reserved += most;
      const run = runner.answer(group).then((seconds) => {
        running.delete(run);
        predicted -= predictedSeconds;
        reserved -= most;
        used += seconds;
      });
      running.add(run);
    }
    await Promise.all(running);
  }

  /** Seconds that a group may take: the time limit if it is planned in the compute isolate. */
  function mostSeconds({ accepted: { predictedSeconds } }: Group): number {
    return predictedSeconds < UNPLANNED_SECONDS ? predictedSeconds : maxSeconds;
  }

  return { prepare };
}

function placeOf({ accepted }: Group): "inline" | "pooled" {
  return accepted.predictedSeconds <= INLINE_SECONDS ? "inline" : "pooled";
}

function timeUsed(allowed: number): ServiceError {
  return new ServiceError(
    "too_costly",
    `The batch has used its ${allowed} s before this item; send the item in another batch`,
    { members: { predicted_seconds: allowed } },
  );
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
