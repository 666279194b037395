import type { Answer, Calculator, Requester } from "../domain/calculator.ts";
import type { ServiceError } from "../domain/errors.ts";
import type { Progress } from "../domain/ports.ts";
import type { Question } from "../domain/question.ts";
import type { Answers } from "./answers.ts";
import type { AppContext } from "./context.ts";
import { eventStream } from "./event_stream.ts";
import { maxDigitsInEvents } from "./negotiate.ts";
import { PROBLEMS } from "./problems.ts";
import { asServiceError, CLIENT_CLOSED_REQUEST, problemDocument } from "./respond.ts";
import { createUserSlots } from "./user_slots.ts";

/** Answers calculations with server-sent events. */
export interface CalculationEvents {
  /**
   * Streams the progress of the work, then the result or a problem. Throws if the question is
   * refused before any work has been accepted.
   */
  respond(
    context: AppContext,
    question: Question,
    requester: Requester,
    lastEvent?: LastEvent,
  ): Promise<Response>;
}

/** Creates the last event. By default it is the result or a problem. */
export interface LastEvent {
  ofAnswer(answer: Answer): EventBytes | Promise<EventBytes>;
  /** The signal aborts when the client has disconnected or reads nothing more. */
  ofError(error: ServiceError, signal: AbortSignal): EventBytes | Promise<EventBytes>;
}

type EventBytes = ReadableStream<Uint8Array>;

export interface CalculationEventsOptions {
  readonly calculator: Pick<Calculator, "calculate">;
  readonly answers: Answers;
}

/** Bytes that a stream holds in memory, besides a long result, which counts on its own. */
const EVENT_BYTES = 64 * 1024;

/** Maximum number of open streams per user. Each reads its progress four times a second. */
const MAX_STREAMS_PER_USER = 64;

interface Stream {
  readonly question: Question;
  readonly requester: Requester;
  readonly releaseSlot: () => void;
  readonly lastEvent: LastEvent;
}

export function createCalculationEvents(options: CalculationEventsOptions): CalculationEvents {
  const { calculator, answers } = options;
  const slots = createUserSlots({
    max: MAX_STREAMS_PER_USER,
    message: "Too many event streams are open",
  });

  async function respond(
    context: AppContext,
    question: Question,
    requester: Requester,
    lastEvent = resultOrProblem(context),
  ): Promise<Response> {
    const releaseSlot = slots.acquire(requester.principal.userId);
    try {
      const start = () => startStream(context, { question, requester, releaseSlot, lastEvent });
      const body = await context.get("streams").forward(context, EVENT_BYTES, start);
      return context.body(body, 200, {
        "Content-Type": "text/event-stream",
        "Cache-Control": "no-store",
        // Keeps nginx from buffering the response.
        "X-Accel-Buffering": "no",
      });
    } catch (error) {
      releaseSlot();
      throw error;
    }
  }

  function resultOrProblem(context: AppContext): LastEvent {
    const maxDigits = maxDigitsInEvents(context);
    return {
      ofAnswer: (answer) => answers.resultEvent(context, answer, { maxDigits }),
      ofError: (error) => problemEvent(context, error),
    };
  }

  async function startStream(
    context: AppContext,
    { question, requester, releaseSlot, lastEvent }: Stream,
  ): Promise<ReadableStream<Uint8Array>> {
    const disconnected = new AbortController();
    const signal = AbortSignal.any([requester.signal(), disconnected.signal]);
    const accepted = Promise.withResolvers<() => Progress>();
    const answer = calculator.calculate(question, {
      ...requester,
      signal: () => signal,
      onAccepted: accepted.resolve,
    });
    const progress = await Promise.race([accepted.promise, answer.then(() => undefined)]);
    const ended = Promise.withResolvers<number>();
    context.set("ended", ended.promise);
    let status = 200;
    const last = answer.then(lastEvent.ofAnswer)
      .catch((thrown) => {
        if (signal.aborted && thrown === signal.reason) throw thrown;
        const error = asServiceError(thrown);
        status = PROBLEMS[error.code].status;
        context.set("failure", error);
        return lastEvent.ofError(error, signal);
      })
      .catch((thrown) => {
        if (!signal.aborted) return problemEvent(context, asServiceError(thrown));
        status = CLIENT_CLOSED_REQUEST;
        return ReadableStream.from<Uint8Array>([]);
      });
    return eventStream({
      progress,
      last,
      onEnd: () => {
        releaseSlot();
        disconnected.abort();
        // After a disconnect, the status is known only once the calculation has been cancelled.
        last.then(() => ended.resolve(status));
      },
    });
  }

  return { respond };
}

function problemEvent(context: AppContext, error: ServiceError): ReadableStream<Uint8Array> {
  const data = JSON.stringify(problemDocument(context, error));
  return ReadableStream.from([new TextEncoder().encode(`event: problem\ndata: ${data}\n\n`)]);
}
