import type { Session } from "../domain/accounts/types.ts";
import type { Answer, Requester } from "../domain/calculator.ts";
import { logResult } from "../domain/log_entry.ts";
import type { LongText } from "../domain/result_text.ts";
import type { AppContext } from "./context.ts";
import type { BoundedStreams } from "./bounded_streams.ts";

/** Characters of each end of a long result that clients are shown. */
const SHOWN_END_CHARACTERS = 200;

/** An answer in the representations that programs and people ask for. */
export interface Answers {
  json(context: AppContext, answer: Answer): Response;
  /** The result and a newline. */
  text(context: AppContext, answer: Answer): Response;
  /** The same as a file to keep. */
  download(context: AppContext, answer: Answer): Response;
  /**
   * As JSON in a server-sent event; a long result of more digits than wanted is null, with its ends
   * and its SHA-256 beside it.
   */
  resultEvent(
    context: AppContext,
    answer: Answer,
    options: { readonly wholeUpTo: number },
  ): ReadableStream<Uint8Array>;
}

export function createAnswers(longAnswers: BoundedStreams): Answers {
  function json(context: AppContext, answer: Answer): Response {
    const { result } = answer;
    const body = result.kind === "short"
      ? JSON.stringify(document(answer, { result: result.text, digits: result.digits }))
      : around(context, result, aroundDigits(answer, result.digits));
    return context.body(body, 200, { "Content-Type": "application/json" });
  }

  function resultEvent(
    context: AppContext,
    answer: Answer,
    { wholeUpTo }: { readonly wholeUpTo: number },
  ): ReadableStream<Uint8Array> {
    const { result } = answer;
    const [start, end] = ["event: result\ndata: ", "\n\n"];
    if (result.kind === "long" && result.digits <= wholeUpTo) {
      const { before, after } = aroundDigits(answer, result.digits);
      return around(context, result, { before: start + before, after: after + end });
    }
    const members = result.kind === "long"
      ? { ...logResult(result), ...endsOf(result) }
      : { result: result.text, digits: result.digits };
    const event = start + JSON.stringify(document(answer, members)) + end;
    return ReadableStream.from([new TextEncoder().encode(event)]);
  }

  function text(context: AppContext, { result }: Answer): Response {
    const body = result.kind === "short"
      ? result.text + "\n"
      : around(context, result, { before: "", after: "\n" });
    return context.body(body, 200, { "Content-Type": "text/plain; charset=utf-8" });
  }

  function download(context: AppContext, answer: Answer): Response {
    context.header("Content-Disposition", `attachment; filename="${answer.operation}.txt"`);
    return text(context, answer);
  }

  /** The digits between two texts, without copying them. */
  function around(
    context: AppContext,
    { bytes }: LongText,
    { before, after }: { readonly before: string; readonly after: string },
  ): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    const userId = context.get("session")!.userId;
    return longAnswers.stream(userId, encoder.encode(before), bytes, encoder.encode(after));
  }

  return { json, text, download, resultEvent };
}

function document<Members>(answer: Answer, members: Members) {
  return { ...headOf(answer), ...members, ...tailOf(answer) };
}

/** The JSON of a long answer before and after its digits. */
function aroundDigits(answer: Answer, digits: number): { before: string; after: string } {
  return {
    before: JSON.stringify(headOf(answer)).slice(0, -1) + ',"result":"',
    after: '",' + JSON.stringify({ digits, ...tailOf(answer) }).slice(1),
  };
}

function headOf({ id, operation, input }: Answer) {
  return { id, operation, input };
}

function tailOf({ cached, elapsedMs, timestamp }: Answer) {
  return { cached, elapsed_ms: elapsedMs, timestamp };
}

/** What is shown of a long result. */
export function endsOf({ bytes }: LongText): { first: string; last: string } {
  const decoder = new TextDecoder();
  return {
    first: decoder.decode(bytes.subarray(0, SHOWN_END_CHARACTERS)),
    last: decoder.decode(bytes.subarray(-SHOWN_END_CHARACTERS)),
  };
}

/** Who asks, for the calculator. */
export function requesterOf(context: AppContext, { userId, username }: Session): Requester {
  return {
    userId,
    username,
    requestId: context.get("requestId"),
    signal: () => context.req.raw.signal,
  };
}
