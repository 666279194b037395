import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Requester } from "../../domain/calculator.ts";
import { ServiceError } from "../../domain/errors.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import { Question } from "../../domain/question.ts";
import { createAnswers } from "../../routes/answers.ts";
import { createCalculationEvents, type LastEvent } from "../../routes/calculation_events.ts";
import type { AppEnv } from "../../routes/context.ts";

const QUESTION = Question.parse(factorialOperation, { n: "1e18" });
const REQUESTER = {
  principal: { userId: "ada" },
  signal: () => new AbortController().signal,
} as unknown as Requester;

/** Responds to a question that is refused once its work has been accepted. */
async function refuse(ofError: LastEvent["ofError"]) {
  const events = createCalculationEvents({
    calculator: {
      calculate: async (_question, { onAccepted }) => {
        onAccepted?.(() => ({ fraction: 0, secondsLeft: 0 }));
        await Promise.resolve();
        throw new ServiceError("result_too_large", "It is too large");
      },
    },
    answers: createAnswers(),
  });
  let ended: Promise<number> | undefined;
  const app = new Hono<AppEnv>();
  app.get("/", async (context) => {
    const forward = async (_context: unknown, _bytes: number, open: () => unknown) => await open();
    context.set("streams", { forward } as never);
    const ofAnswer = () => ReadableStream.from<Uint8Array>([]);
    const response = await events.respond(context, QUESTION, REQUESTER, { ofAnswer, ofError });
    ended = context.get("ended");
    return response;
  });
  const response = await app.request("/");
  return { response, ended: ended! };
}

Deno.test("a client may leave while the last event is being created", async () => {
  const { response, ended } = await refuse((_error, signal) => {
    const { promise, reject } = Promise.withResolvers<ReadableStream<Uint8Array>>();
    signal.addEventListener("abort", () => reject(signal.reason));
    return promise;
  });
  await response.body!.cancel();
  assert.equal(await ended, 499);
});

Deno.test("a last event that cannot be created is a problem", async () => {
  const { response } = await refuse(() => Promise.reject(new Error("no page")));
  assert.match(await response.text(), /event: problem\ndata: .*"code":"internal"/);
});
