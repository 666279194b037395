import type { Session } from "../domain/accounts/types.ts";
import type { Calculator } from "../domain/calculator.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Operation } from "../domain/operations/mod.ts";
import type { Progress } from "../domain/ports.ts";
import { type Answers, requesterOf } from "./answers.ts";
import type { AppContext } from "./context.ts";
import { eventStream } from "./event_stream.ts";
import { PROBLEMS } from "./problems.ts";
import { asServiceError, CLIENT_GONE, problemDocument } from "./respond.ts";

/** What is asked, and by whom. */
export interface EventsQuestion<Input> {
  readonly operation: Operation<Input>;
  readonly input: Input;
  readonly session: Session;
  /** Digits up to which a long result is sent in full. */
  readonly wholeUpTo: number;
}

/** Calculations answered with server-sent events. */
export interface CalculationEvents {
  /**
   * The progress of the work while it goes on, then the answer, or the problem that it ended with.
   * Throws what is refused before there is any work.
   */
  calculate<Input>(context: AppContext, question: EventsQuestion<Input>): Promise<Response>;
}

export interface CalculationEventsOptions {
  readonly calculator: Pick<Calculator, "calculate">;
  readonly answers: Answers;
}

/** Streams that a user may have open: each of them costs some time four times a second. */
const STREAMS_PER_USER = 64;

export function createCalculationEvents(options: CalculationEventsOptions): CalculationEvents {
  const { calculator, answers } = options;
  const openByUser = new Map<string, number>();

  async function calculate<Input>(
    context: AppContext,
    question: EventsQuestion<Input>,
  ): Promise<Response> {
    const release = acquireSlot(question.session.userId);
    try {
      return await begin(context, question, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Counts a stream of a user, until what is returned is called. */
  function acquireSlot(userId: string): () => void {
    const open = openByUser.get(userId) ?? 0;
    if (open >= STREAMS_PER_USER) {
      throw new ServiceError("overloaded", "Too many event streams are open", {
        retryAfterSeconds: 5,
      });
    }
    openByUser.set(userId, open + 1);
    return () => {
      const left = openByUser.get(userId)! - 1;
      if (left > 0) openByUser.set(userId, left);
      else openByUser.delete(userId);
    };
  }

  async function begin<Input>(
    context: AppContext,
    { operation, input, session, wholeUpTo }: EventsQuestion<Input>,
    release: () => void,
  ): Promise<Response> {
    const leaving = new AbortController();
    const signal = AbortSignal.any([context.req.raw.signal, leaving.signal]);
    const accepted = Promise.withResolvers<() => Progress>();
    const answer = calculator.calculate(operation, input, {
      ...requesterOf(context, session),
      signal: () => signal,
      onAccepted: accepted.resolve,
    });
    const progress = await Promise.race([accepted.promise, answer.then(() => undefined)]);
    const ended = Promise.withResolvers<number>();
    context.set("ended", ended.promise);
    let status = 200;
    const last = answer.then((answer) => answers.resultEvent(context, answer, { wholeUpTo }))
      .catch((thrown) => {
        if (signal.aborted && thrown === signal.reason) {
          status = CLIENT_GONE;
          return ReadableStream.from<Uint8Array>([]);
        }
        const error = asServiceError(thrown);
        status = PROBLEMS[error.code].status;
        return problemEvent(context, error);
      });
    const body = eventStream({
      progress,
      last,
      onEnd: () => {
        release();
        leaving.abort();
        // A client that leaves ends the stream before the calculation has heard of it.
        last.then(() => ended.resolve(status));
      },
    });
    return context.body(body, 200, {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-store",
      // nginx holds answers back without it.
      "X-Accel-Buffering": "no",
    });
  }

  return { calculate };
}

function problemEvent(context: AppContext, error: ServiceError): ReadableStream<Uint8Array> {
  context.set("failure", error);
  const data = JSON.stringify(problemDocument(context, error));
  return ReadableStream.from([new TextEncoder().encode(`event: problem\ndata: ${data}\n\n`)]);
}
