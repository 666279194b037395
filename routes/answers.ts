import type { Principal } from "../domain/accounts/principal.ts";
import type { Answer, Requester } from "../domain/calculator.ts";
import { abbreviateInput, resultFields } from "../domain/log_entry.ts";
import { type LongText, type ResultText, sha256Of, wholeBytes } from "../domain/result_text.ts";
import type { AppContext } from "./context.ts";
import { bodyOf } from "./respond.ts";

/** Compressing so many digits takes 1 ms. */
const MAX_COMPRESSED_DIGITS = 60_000;

/** Number of characters shown from each end of a long result. */
const SHOWN_END_CHARACTERS = 200;

/** Converts answers to responses. Throws `overloaded` while too many long answers are in flight. */
export interface Answers {
  json(context: AppContext, answer: Answer): Response | Promise<Response>;
  /** The result and a newline. */
  text(context: AppContext, answer: Answer): Response;
  /** The result and a newline as an attachment. */
  download(context: AppContext, answer: Answer): Response;
  /**
   * A server-sent `result` event. A long result of more than `maxDigits` digits is null, and the
   * event has its ends and SHA-256 instead.
   */
  resultEvent(
    context: AppContext,
    answer: Answer,
    options: { readonly maxDigits: number },
  ): ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>;
}

export function createAnswers(): Answers {
  function json(context: AppContext, answer: Answer): Response | Promise<Response> {
    const { result } = answer;
    if (exceedsCharacters(answer)) return abridgedJson(context, answer);
    const body = result.kind === "short"
      ? bodyOf(
        context,
        JSON.stringify(
          answerDocument(answer, { result: result.text, digits: result.digits, ...result.details }),
        ),
      )
      : bodyOfDigits(context, result, jsonAroundDigits(answer, result.digits));
    return context.body(body, 200, { "Content-Type": "application/json" });
  }

  async function abridgedJson(context: AppContext, answer: Answer): Promise<Response> {
    const document = answerDocument(answer, await abridgedMembers(answer.result));
    return context.json(document);
  }

  function resultEvent(
    context: AppContext,
    answer: Answer,
    { maxDigits }: { readonly maxDigits: number },
  ): ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>> {
    const { result } = answer;
    const [start, end] = ["event: result\ndata: ", "\n\n"];
    if (exceedsCharacters(answer)) {
      return abridgedMembers(result).then((members) =>
        ReadableStream.from([
          new TextEncoder().encode(start + JSON.stringify(answerDocument(answer, members)) + end),
        ])
      );
    }
    if (result.kind === "long" && result.digits <= maxDigits) {
      const { before, after } = jsonAroundDigits(answer, result.digits);
      return digitsBetween(context, result, { before: start + before, after: after + end });
    }
    const members = result.kind === "long"
      ? { ...resultFields(result), ...resultEnds(result), ...result.details }
      : { result: result.text, digits: result.digits, ...result.details };
    const event = start + JSON.stringify(answerDocument(answer, members)) + end;
    return ReadableStream.from([new TextEncoder().encode(event)]);
  }

  function text(context: AppContext, { result }: Answer): Response {
    const body = result.kind === "short"
      ? result.text + "\n"
      : bodyOfDigits(context, result, { before: "", after: "\n" });
    return context.body(body, 200, { "Content-Type": "text/plain; charset=utf-8" });
  }

  function download(context: AppContext, answer: Answer): Response {
    context.header("Content-Disposition", `attachment; filename="${fileName(answer)}.txt"`);
    return text(context, answer);
  }

  /** Compresses a short body; longer ones are streamed. */
  function bodyOfDigits(context: AppContext, result: LongText, around: Around) {
    return result.bytes.length <= MAX_COMPRESSED_DIGITS
      ? bodyOf(context, concatenated(partsOf(result, around)))
      : digitsBetween(context, result, around);
  }

  /** Streams the digits between two texts without copying them. */
  function digitsBetween(
    context: AppContext,
    result: LongText,
    around: Around,
  ): ReadableStream<Uint8Array> {
    return context.get("streams").stream(context, ...partsOf(result, around));
  }

  return { json, text, download, resultEvent };
}

/** Texts around the digits of a result. */
interface Around {
  readonly before: string;
  readonly after: string;
}

function partsOf({ bytes }: LongText, { before, after }: Around): Uint8Array[] {
  const encoder = new TextEncoder();
  return [encoder.encode(before), bytes, encoder.encode(after)];
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Maximum number of characters of a file name, without its extension. */
const FILE_NAME_CHARACTERS = 60;

/** A file name from the question, as in `pow-2-100`. */
function fileName({ question: { operation, answerInput } }: Answer): string {
  const texts = [operation.name, ...Object.values(answerInput).flat()];
  return texts.join("-").replace(/[^A-Za-z0-9.]+/g, "-").slice(0, FILE_NAME_CHARACTERS)
    .replace(/[-.]+$/, "");
}

/** Whether a result is longer than its request wants it in JSON. */
function exceedsCharacters({ result, question }: Answer): boolean {
  const { max_characters: most = Infinity } = question.options;
  return (result.kind === "short" ? result.text : result.bytes).length > most;
}

/** The members that stand for a result that is not shown. */
async function abridgedMembers(result: ResultText): Promise<Record<string, unknown>> {
  const bytes = wholeBytes(result);
  const sha256 = result.kind === "long" ? result.sha256 : await sha256Of(bytes);
  const { digits } = result;
  return { result: null, ...resultEnds({ bytes }), digits, sha256, ...result.details };
}

function answerDocument<Members>(answer: Answer, members: Members) {
  return { ...leadingMembers(answer), ...members, ...trailingMembers(answer) };
}

/** An answer with everything that has more than 1,000 digits abbreviated as in the log. */
export function shortAnswerDocument(answer: Answer) {
  const { result } = answer;
  const fields = resultFields(result);
  const { digits } = fields;
  const members = result.kind === "long" ? fields : { result: fields.result, digits };
  return {
    ...answerDocument(answer, { ...members, ...result.details }),
    input: abbreviateInput(answer.question.answerInput),
  };
}

/** The JSON of a long answer before and after its digits. */
function jsonAroundDigits(answer: Answer, digits: number): { before: string; after: string } {
  return {
    before: JSON.stringify(leadingMembers(answer)).slice(0, -1) + ',"result":"',
    after: '",' +
      JSON.stringify({ digits, ...answer.result.details, ...trailingMembers(answer) }).slice(1),
  };
}

function leadingMembers({ id, question }: Answer) {
  return { id, operation: question.operation.name, input: question.answerInput };
}

function trailingMembers({ cached, elapsedMs, timestamp }: Answer) {
  return { cached, elapsed_ms: elapsedMs, timestamp };
}

/** Returns the ends of a long result as shown to clients. */
export function resultEnds({ bytes }: Pick<LongText, "bytes">): { first: string; last: string } {
  const decoder = new TextDecoder();
  return {
    first: decoder.decode(bytes.subarray(0, SHOWN_END_CHARACTERS)),
    last: decoder.decode(bytes.subarray(-SHOWN_END_CHARACTERS)),
  };
}

export function requesterOf(context: AppContext, principal: Principal): Requester {
  const { credential } = principal;
  return {
    principal,
    ...(credential.kind === "key" && { key: credential }),
    requestId: context.get("requestId"),
    traceparent: context.get("traceparent"),
    signal: () => context.req.raw.signal,
  };
}
