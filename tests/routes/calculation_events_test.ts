import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as z from "zod";
import type { ComputeIsolates } from "../../composition/supervisor.ts";
import { PROBLEMS } from "../../routes/problems.ts";
import { logEntrySchema } from "../../domain/log_entry.ts";
import { answerSchema, problemSchema } from "../../routes/response_schemas.ts";
import { databaseFaults } from "../../testing/faults.ts";
import { allEvents, eventsOf, type ServerSentEvent } from "../../testing/events.ts";
import { eventually, expectAnswer, expectProblem, recordedBy } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const EVENTS = "text/event-stream";
const strictAnswer = z.strictObject(answerSchema.shape);
const strictProblem = z.strictObject(problemSchema.shape);

/** Takes far longer than any test; needs a larger digit limit. */
const ENDLESS = { n: 20_000_000 };
const UNLIMITED_DIGITS = { maxDigits: 300_000_000 };

/** Takes hundreds of milliseconds. */
const LONG = { n: 400_000 };

type Body = ReadableStream<string>;

interface CalculateOptions {
  readonly path?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

function calculate(
  app: TestService,
  token: string | undefined,
  question: unknown,
  { path = "/factorial", accept = EVENTS, signal }: CalculateOptions = {},
): Promise<Response> {
  return app.request(path, {
    method: "POST",
    headers: {
      Accept: accept,
      "Content-Type": "application/json",
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(question),
    ...(signal && { signal }),
  });
}

async function entriesOf(app: TestService, token: string) {
  const { entries } = await (await app.get("/logs", token)).json();
  return z.array(logEntrySchema()).parse(entries);
}

function untilBusy(app: TestService, isolates: number): Promise<void> {
  return eventually(async () => {
    const metrics = await (await app.get("/metrics")).text();
    assert.match(metrics, new RegExp(`^compute_busy_isolates ${isolates}$`, "m"));
  });
}

function assertProblem({ event, data }: ServerSentEvent, code: keyof typeof PROBLEMS): void {
  assert.equal(event, "problem");
  const problem = strictProblem.parse(data);
  assert.equal(problem.code, code);
  assert.equal(problem.status, PROBLEMS[code].status);
}

Deno.test("a short result is sent as the JSON answer and recorded; a cached one is the only event", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const cases = [
    ["/factorial", { n: 20 }, "2432902008176640000"],
    ["/api/fibonacci", { n: 20 }, "6765"],
    ["/api/power", { base: -3, exponent: -3 }, "-1/27"],
  ] as const;
  for (const [path, question, result] of cases) {
    await t.step(path, async () => {
      for (const cached of [false, true]) {
        const response = await calculate(app, token, question, { path });
        const events = await allEvents(response);
        assert.ok(!cached || events.length === 1);
        const { event, data } = events.at(-1)!;
        assert.equal(event, "result");
        const answer = strictAnswer.parse(data);
        assert.deepEqual([answer.result, answer.cached], [result, cached]);
        const [entry] = await entriesOf(app, token);
        assert.equal(entry!.id, answer.id);
        assert.equal(entry!.request_id, response.headers.get("x-request-id"));
      }
    });
  }
  assert.equal(await recordedBy(app, token), 2 * cases.length);
});

Deno.test("long work sends its progress, and the answer is recorded before it is sent", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const events: ServerSentEvent[] = [];
  for await (const event of eventsOf(await calculate(app, token, LONG))) {
    events.push(event);
    if (event.event === "result") assert.equal(await recordedBy(app, token), 1);
  }
  assert.ok(events.length > 1);
  const { data: { input, cached, first, last, ...answer } } = events.at(-1)!;
  assert.deepEqual([input, cached], [{ n: "400000" }, false]);
  const [entry] = await entriesOf(app, token);
  assert.deepEqual([first.length, last.length], [200, 200]);
  assert.ok(first.startsWith(entry!.first) && last.endsWith(entry!.last!));
  for (const member in answer) {
    assert.deepEqual(answer[member], entry![member as keyof typeof entry], member);
  }
  assert.equal(answer.result, null);
  assert.equal(answer.digits, 2_067_110);

  const [again, ...others] = await allEvents(await calculate(app, token, LONG));
  assert.deepEqual(others, []);
  assert.equal(again!.data.cached, true);
  assert.equal(again!.data.sha256, answer.sha256);
});

Deno.test("digits=all includes every digit in the event, computed or cached", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const question = { base: 2, exponent: 999_999 };
  const expected = String(1n << 999_999n);
  for (const cached of [false, true]) {
    await t.step(cached ? "cached" : "computed", async () => {
      const accept = `${EVENTS}; digits=all`;
      const events = await allEvents(
        await calculate(app, token, question, { path: "/pow", accept }),
      );
      const answer = strictAnswer.parse(events.at(-1)!.data);
      assert.equal(answer.cached, cached);
      assert.equal(answer.digits, expected.length);
      assert.equal(sha256(answer.result!), sha256(expected));
    });
  }
});

Deno.test("digits=n includes results of up to n digits in full", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const [digits, isWhole] of [["1135", true], ["1134", false], ["-2", false]] as const) {
    const accept = `${EVENTS};digits=${digits}, text/html;q=0.9`;
    const events = await allEvents(await calculate(app, token, { n: 500 }, { accept }));
    const { data } = events.at(-1)!;
    assert.equal(data.digits, 1_135);
    assert.equal(data.result?.length, isWhole ? 1_135 : undefined);
  }
});

Deno.test("a user may have 64 open streams, and a closed one makes room for another", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const streams = await Promise.all(Array.from({ length: 64 }, () => calculate(app, token, LONG)));
  for (const { status } of streams) assert.equal(status, 200);
  await expectProblem(await calculate(app, token, LONG), "overloaded");
  const other = await app.newUser();
  assert.equal(
    (await allEvents(await calculate(app, other.token, { n: 5 }))).at(-1)!.event,
    "result",
  );
  await streams[0]!.body!.cancel();
  assert.equal((await allEvents(await calculate(app, token, { n: 5 }))).at(-1)!.event, "result");
  for (const stream of streams.slice(1)) await stream.body!.cancel();
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

Deno.test("a question that is refused has its own status and no events", async (t) => {
  await using app = await startTestService({ config: { maxDigits: 5000 } });
  const { token } = await app.newUser();
  const cases = [
    ["unauthenticated", undefined, { n: 5 }],
    ["unauthenticated", "nonsense", { n: 5 }],
    ["invalid_input", token, { n: -1 }],
    ["result_too_large", token, { n: 5000 }],
  ] as const;
  for (const [code, as, question] of cases) {
    await t.step(`${code} ${JSON.stringify(question)}`, async () => {
      await expectProblem(await calculate(app, as, question), code);
    });
  }
  assert.equal(await recordedBy(app, token), 0);
  await t.step("a cached answer that cannot be recorded", async () => {
    await expectAnswer(await app.post("/factorial", { n: 5 }, token));
    await databaseFaults(app).failWrites();
    await expectProblem(await calculate(app, token, { n: 5 }), "unavailable");
    assert.equal(await recordedBy(app, token), 1);
  });
});

Deno.test("failed work ends with a problem event, an entry and a line in the application log", async () => {
  await using app = await startTestService({ config: { ...UNLIMITED_DIGITS, timeLimitMs: 100 } });
  const { token } = await app.newUser();
  const events = await allEvents(await calculate(app, token, ENDLESS));
  assert.ok(events.length > 1);
  assertProblem(events.at(-1)!, "time_limit_exceeded");
  const entries = await entriesOf(app, token);
  assert.deepEqual(entries.map(({ outcome }) => outcome), ["time_limit_exceeded"]);
  const { request_id } = events.at(-1)!.data;
  const line = await lineOf(app, request_id);
  assert.deepEqual(
    [line.level, line.status, line.sent_status, line.outcome],
    ["warn", 503, 200, "time_limit_exceeded"],
  );
});

Deno.test("an unexpected failure is logged as an error with its cause, and counted as 5xx", async () => {
  await using app = await startTestService({ compute: failingIsolates("DamagedProduct: wrong") });
  const { token } = await app.newUser();
  const events = await allEvents(await calculate(app, token, LONG));
  assertProblem(events.at(-1)!, "internal");
  assert.ok(!JSON.stringify(events).includes("DamagedProduct"));
  const line = await lineOf(app, events.at(-1)!.data.request_id);
  assert.deepEqual(
    [line.level, line.status, line.sent_status, line.outcome, line.error],
    ["error", 500, 200, "internal", "DamagedProduct: wrong"],
  );
  assert.equal(typeof line.stack, "string");
  const metrics = await (await app.get("/metrics")).text();
  const counted = metrics.split("\n").filter((sample) =>
    sample.startsWith("http_requests_total{") && sample.includes('handler="/factorial"')
  );
  assert.deepEqual(counted, [
    'http_requests_total{handler="/factorial",method="POST",status="5xx"} 1',
  ]);
});

/** Waits for the line of a request in the application log. */
function lineOf(app: TestService, requestId: string): Promise<Record<string, unknown>> {
  return eventually(() => {
    const line = app.logLines().find((line) => line.request_id === requestId);
    return Promise.resolve(line ?? assert.fail(requestId));
  });
}

/** A compute isolate that replies to every calculation with an error. */
function failingIsolates(error: string): ComputeIsolates {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data: { id } }) => port2.postMessage({ id, error });
  const sharedInteger = () => new Int32Array(new SharedArrayBuffer(4));
  return {
    isolates: [{
      kind: "large",
      port: port1,
      stopFlag: sharedInteger(),
      progress: sharedInteger(),
    }],
    stop: () => {
      port1.close();
      return Promise.resolve();
    },
  };
}

Deno.test("an answer that cannot be recorded ends with a problem, never with a result", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const faults = databaseFaults(app);
  const events: ServerSentEvent[] = [];
  for await (const event of eventsOf(await calculate(app, token, LONG))) {
    if (events.length === 0) await faults.failWrites();
    events.push(event);
  }
  assertProblem(events.at(-1)!, "unavailable");
  assert.ok(events.every(({ event }) => event !== "result"));
});

Deno.test("a stopping service ends its event streams with a problem", async () => {
  await using app = await startTestService({ config: UNLIMITED_DIGITS });
  const { token } = await app.newUser();
  const events: ServerSentEvent[] = [];
  for await (const event of eventsOf(await calculate(app, token, ENDLESS))) {
    events.push(event);
    app.service.stopCalculations();
  }
  assertProblem(events.at(-1)!, "unavailable");
});

Deno.test("a disconnect cancels the calculation, is recorded and frees the isolate", async () => {
  await using app = await startTestService({ config: UNLIMITED_DIGITS });
  const { token } = await app.newUser();
  for await (const { event } of eventsOf(await calculate(app, token, ENDLESS))) {
    assert.equal(event, "progress");
    await untilBusy(app, 1);
    break;
  }
  await untilBusy(app, 0);
  const entries = await eventually(async () => {
    const entries = await entriesOf(app, token);
    assert.equal(entries.length, 1);
    return entries;
  });
  assert.deepEqual(entries.map(({ outcome }) => outcome), ["cancelled"]);
  assert.deepEqual(app.logLines().filter(({ level }) => level === "error"), []);
});

Deno.test("a disconnect is logged with status 499 and without an error", async (t) => {
  await using app = await startTestService({ config: UNLIMITED_DIGITS });
  const { token } = await app.newUser();
  const disconnects = {
    "the signal aborts before the body is cancelled": async (
      controller: AbortController,
      body: Body,
    ) => {
      controller.abort();
      const rest = await Array.fromAsync(body);
      assert.ok(rest.every((chunk) => !chunk.includes("event: problem")), rest.join(""));
    },
    "the body is cancelled before the signal aborts": async (
      controller: AbortController,
      body: Body,
    ) => {
      await body.cancel();
      controller.abort();
    },
  };
  for (const [order, disconnect] of Object.entries(disconnects)) {
    await t.step(order, async () => {
      const controller = new AbortController();
      const response = await calculate(app, token, ENDLESS, { signal: controller.signal });
      await untilBusy(app, 1);
      await disconnect(controller, response.body!.pipeThrough(new TextDecoderStream()));
      const line = await lineOf(app, response.headers.get("x-request-id")!);
      assert.deepEqual(
        [line.level, line.status, line.sent_status, line.outcome],
        ["info", 499, 200, undefined],
      );
      await untilBusy(app, 0);
    });
  }
});

Deno.test("all requesters of an equal question get its progress, and one of them may disconnect", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const cancelled = eventsOf(await calculate(app, token, LONG));
  assert.equal((await cancelled.next()).value!.event, "progress");
  const completed = await calculate(app, other, LONG);
  const plain = app.post("/factorial", LONG, other);
  await cancelled.return(undefined);
  const events = await allEvents(completed);
  assert.ok(events.length > 1);
  assert.equal(events.at(-1)!.data.digits, 2_067_110);
  assert.equal((await expectAnswer(await plain)).digits, 2_067_110);
});

Deno.test("the progress of a waiting question includes the remaining time of running work", async () => {
  await using app = await startTestService({ config: UNLIMITED_DIGITS });
  const { token } = await app.newUser();
  const running = eventsOf(await calculate(app, token, ENDLESS));
  const first = (await running.next()).value!.data;
  const waiting = eventsOf(await calculate(app, token, { n: ENDLESS.n + 1 }));
  const { fraction, seconds_left } = (await waiting.next()).value!.data;
  assert.equal(fraction, 0);
  assert.ok(seconds_left > first.seconds_left, `${seconds_left} ${first.seconds_left}`);
  await running.return(undefined);
  for await (const { data } of waiting) if (data.fraction > 0) break;
});
