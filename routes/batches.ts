import { Hono } from "hono";
import type { Batch, Batches } from "../domain/batch.ts";
import type { Answer, Requester } from "../domain/calculator.ts";
import { invalidInput, ServiceError } from "../domain/errors.ts";
import { requesterOf, shortAnswerDocument } from "./answers.ts";
import type { Authentication } from "./authentication.ts";
import { type BatchFormat, jsonBatch, ndjsonBatch } from "./batch_format.ts";
import { readBatchItem } from "./batch_item.ts";
import type { Body, ReadBody } from "./body.ts";
import { bodyObject } from "./body_object.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { negotiate } from "./negotiate.ts";
import { PROBLEMS } from "./problems.ts";
import { asServiceError, CLIENT_CLOSED_REQUEST, problemDocument } from "./respond.ts";
import { createTextStream } from "./text_stream.ts";
import { createUserSlots } from "./user_slots.ts";
import type { WorkThrottle } from "./work_throttle.ts";

const BODY_LIMITS = { maxBytes: 2 ** 20, maxValues: 20_000 };

export const MAX_BATCH_ITEMS = 100;

/** Maximum number of batches of one user at a time. */
const MAX_BATCHES_PER_USER = 8;

/** Bytes that a batch holds in memory: its items and their shortened answers. */
const BATCH_BYTES = 2 ** 20;

export interface BatchRoutesOptions {
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly batches: Batches;
  readonly workThrottle: WorkThrottle;
}

/** `POST /batch`: several questions in one request. */
export function createBatchRoutes(options: BatchRoutesOptions): Hono<AppEnv> {
  const { authentication, readBody, batches, workThrottle } = options;
  const slots = createUserSlots({
    max: MAX_BATCHES_PER_USER,
    message: "Too many batches are being answered",
  });
  const routes = new Hono<AppEnv>();

  routes.post("/batch", async (context) => {
    const requester = requesterOf(context, await authentication.require(context, "calculate"));
    const releaseSlot = slots.acquire(requester.principal.userId);
    try {
      return await answer(context, requester, releaseSlot);
    } catch (error) {
      releaseSlot();
      throw error;
    }
  });

  async function answer(
    context: AppContext,
    requester: Requester,
    releaseSlot: () => void,
  ): Promise<Response> {
    const body = await readBody(context, { exactNumbers: true, ...BODY_LIMITS });
    const items = itemsOf(body);
    const batch = await batches.prepare(items.values().map(readBatchItem));
    const format = negotiate(context, ["json", "ndjson"]) === "json"
      ? jsonBatch(batch.id)
      : ndjsonBatch();
    const stream = await context.get("streams").forward(context, BATCH_BYTES, async () => {
      const work = { calculations: items.length, calculationBytes: body.characters };
      await workThrottle.begin(context, work);
      return startBatch(context, { batch, format, requester, releaseSlot });
    });
    return context.body(stream, 200, { "Content-Type": format.contentType });
  }

  return routes;
}

/** Checks the number of items, but not the items. */
function itemsOf(body: Body): readonly unknown[] {
  if (body.kind === "form") {
    throw new ServiceError("unsupported_media_type", "Cannot read a batch: send application/json");
  }
  const { items } = bodyObject(body);
  if (!Array.isArray(items)) throw invalidInput("items", "A list of items is required");
  if (items.length >= 1 && items.length <= MAX_BATCH_ITEMS) return items;
  throw invalidInput("items", `Expected 1 to ${MAX_BATCH_ITEMS} items, got ${items.length}`);
}

interface BatchStart {
  readonly batch: Batch;
  readonly format: BatchFormat;
  readonly requester: Requester;
  readonly releaseSlot: () => void;
}

/** Streams the items. A disconnect cancels those that have no answer yet. */
function startBatch(
  context: AppContext,
  { batch, format, requester, releaseSlot }: BatchStart,
): ReadableStream<Uint8Array> {
  const disconnected = new AbortController();
  const signal = AbortSignal.any([requester.signal(), disconnected.signal]);
  const items = createItemDocuments(context);
  const ended = Promise.withResolvers<number>();
  context.set("ended", ended.promise);
  const stream = createTextStream({
    onEnd: async (reason) => {
      releaseSlot();
      if (reason === "disconnected") disconnected.abort();
      await answered;
      ended.resolve(signal.aborted ? CLIENT_CLOSED_REQUEST : items.status());
    },
  });
  stream.write(format.start);
  const answered = batch.run({ ...requester, signal: () => signal }, (index, outcome) => {
    if (!signal.aborted) stream.write(format.add(index, items.document(outcome)));
  }).then(() => stream.write(format.end), items.report).finally(stream.close);
  return stream.readable;
}

/** Converts the outcomes of a batch, and keeps the error that its line in the log reports. */
function createItemDocuments(context: AppContext) {
  let failure: ServiceError | undefined;

  function report(thrown: unknown): void {
    const error = asServiceError(thrown);
    if (failure?.code === "internal") return;
    failure = error;
    context.set("failure", error);
  }

  function document(outcome: PromiseSettledResult<Answer>) {
    if (outcome.status === "fulfilled") {
      return { status: 200, ...shortAnswerDocument(outcome.value) };
    }
    const error = asServiceError(outcome.reason);
    if (PROBLEMS[error.code].status >= 500) report(error);
    const { status, ...problem } = problemDocument(context, error);
    const { retryAfterSeconds: retry_after } = error;
    return { status, ...problem, ...(retry_after !== undefined && { retry_after }) };
  }

  return { document, report, status: () => failure ? PROBLEMS[failure.code].status : 200 };
}
