import type { Session } from "../domain/accounts/types.ts";
import type { Answer, Asker } from "../domain/calculator.ts";
import type { LongText } from "../domain/result_text.ts";
import type { AppContext } from "./context.ts";
import type { LongAnswers } from "./long_answers.ts";

/** An answer in the representations that programs and people ask for. */
export interface Answers {
  json(context: AppContext, answer: Answer): Response;
  /** The result and a newline. */
  text(context: AppContext, answer: Answer): Response;
  /** The same as a file to keep. */
  download(context: AppContext, answer: Answer): Response;
}

export function createAnswers(longAnswers: LongAnswers): Answers {
  function json(context: AppContext, answer: Answer): Response {
    const { id, operation, input, result, cached, elapsedMs, timestamp } = answer;
    const headers = { "Content-Type": "application/json" };
    const head = { id, operation, input };
    const tail = { digits: result.digits, cached, elapsed_ms: elapsedMs, timestamp };
    if (result.kind === "short") {
      return context.body(JSON.stringify({ ...head, result: result.text, ...tail }), 200, headers);
    }
    const before = JSON.stringify(head).slice(0, -1) + ',"result":"';
    const after = '",' + JSON.stringify(tail).slice(1);
    return context.body(around(context, result, { before, after }), 200, headers);
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

  return { json, text, download };
}

/** Who asks, for the calculator. */
export function asker(context: AppContext, { userId, username }: Session): Asker {
  return {
    userId,
    username,
    requestId: context.get("requestId"),
    signal: () => context.req.raw.signal,
  };
}
