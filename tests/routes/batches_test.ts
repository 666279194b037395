import assert from "node:assert/strict";
import * as z from "zod";
import { batchAnswerSchema } from "../../routes/batch_schemas.ts";
import { databaseFaults } from "../../testing/faults.ts";
import { eventually, expectAnswer, expectProblem, fieldsOf } from "../../testing/expect.ts";
import { testOnEachDatabase } from "../../testing/each_database.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

/** Takes far longer than any test; needs a larger digit limit. */
const ENDLESS = { operation: "factorial", input: { n: 20_000_000 } };
const UNLIMITED_DIGITS = { maxDigits: 300_000_000 };

type Item = z.infer<typeof batchAnswerSchema>["items"][number];

interface BatchOptions {
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

function send(
  app: TestService,
  token: string,
  items: unknown,
  { accept = "application/json", signal }: BatchOptions = {},
): Promise<Response> {
  return app.request("/batch", {
    method: "POST",
    headers: {
      Accept: accept,
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ items }),
    ...(signal && { signal }),
  });
}

async function answersOf(response: Response): Promise<{ batch: string; items: Item[] }> {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.equal(response.headers.get("content-type"), "application/json");
  return batchAnswerSchema.parse(JSON.parse(text));
}

function factorial(n: number | string) {
  return { operation: "factorial", input: { n } };
}

/** The result of an item, or the code of its problem. */
function textOf(item: Item): unknown {
  return "result" in item ? item.result : item.code;
}

async function entriesOf(app: TestService, token: string) {
  const { entries } = await (await app.get("/logs?limit=1000", token)).json();
  return entries as Record<string, unknown>[];
}

testOnEachDatabase(
  "POST /batch answers in order, and one bad item does not spoil the others",
  async (start) => {
    await using app = await start();
    const { token } = await app.newUser();
    const { batch, items } = await answersOf(
      await send(app, token, [
        factorial(20),
        factorial(-1),
        { operation: "pow", input: { base: 2, exponent: "1e18" }, mod: 7 },
        { operation: "pow", input: { base: 0, exponent: -1 } },
        { operation: "factorial", input: { n: 30 }, outline: { leading: 3, trailing: 2 } },
        factorial("1e18"),
        { operation: "fibonacci", input: { n: 10 } },
        factorial("20.0"),
        { operation: "gcd", input: { numbers: [12, "18"] } },
        { operation: "modinv", input: { a: 2, m: 4 } },
      ]),
    );
    assert.deepEqual(items.map(({ status }) => status), [
      200,
      422,
      200,
      422,
      200,
      422,
      200,
      200,
      200,
      422,
    ]);
    assert.deepEqual(items.map(textOf), [
      "2432902008176640000",
      "invalid_input",
      "2",
      "division_by_zero",
      null,
      "result_too_large",
      "55",
      "2432902008176640000",
      "6",
      "not_invertible",
    ]);
    const entries = await entriesOf(app, token);
    const ids = items.flatMap((item) => "id" in item ? [item.id] : []);
    assert.deepEqual(entries.map(({ id }) => id).toSorted(), ids.toSorted());
    assert.deepEqual(new Set(entries.map((entry) => entry.batch)), new Set([batch]));
  },
);

Deno.test("an item with an unknown operation is told the operations, also without an input", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const unknown = [{ operation: "sinus", input: { x: 1 } }, { operation: "sinus" }];
  const { items } = await answersOf(await send(app, token, unknown));
  for (const item of items) {
    assert.match(JSON.stringify(item), /Unknown operation \\"sinus\\": use one of evaluate, /);
  }
});

Deno.test("an item is answered like a single request, abbreviated above 1,000 digits", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const long = { base: "1" + "0".repeat(1_200), exponent: 1 };
  const questions = [
    ["/factorial", { n: 25 }],
    ["/factorial", { n: 1_500 }],
    ["/root", { n: 17, k: 2 }],
    ["/factor", { n: 360 }],
    ["/factorial", { n: "1e9", outline: true }],
    ["/pow", { base: 3, exponent: "1e9", mod: 1_000_007 }],
    ["/pow", long],
  ] as const;
  const { items } = await answersOf(
    await send(
      app,
      token,
      questions.map(([path, { ...input }]) => ({ operation: path.slice(1), input })),
    ),
  );
  const entries = await entriesOf(app, token);
  for (const [index, [path, question]] of questions.entries()) {
    const single = await (await app.post(path, question, token)).json();
    const { status, ...item } = items[index] as Record<string, unknown>;
    const entry = entries.find(({ id }) => id === item.id)!;
    const isLong = typeof single.result === "string" && single.result.length > 1_000;
    const { first, last, sha256 } = entry;
    const expected = isLong
      ? { ...single, result: null, first, last, sha256, input: entry.input }
      : single;
    for (const name of ["id", "cached", "elapsed_ms", "timestamp"]) {
      delete expected[name];
      delete item[name];
    }
    assert.equal(status, 200);
    assert.deepEqual(item, expected, path);
  }
});

Deno.test("a malformed batch is refused as a whole", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const tooMany = Array.from({ length: 101 }, () => factorial(3));
  for (const items of [undefined, null, [], {}, "x", 3, tooMany, { length: 1 }]) {
    await t.step(`items ${JSON.stringify(items)?.slice(0, 20)}`, async () => {
      const problem = await expectProblem(await send(app, token, items), "invalid_input");
      assert.deepEqual(fieldsOf(problem), ["items"]);
    });
  }
  const bodies = [
    ["invalid_input", "[]"],
    ["invalid_input", "null"],
    ["malformed_request", "{"],
    ["malformed_request", '{"items":'.repeat(100_000)],
    ["malformed_request", `{"items":[[${"1,".repeat(30_000)}1]]}`],
    ["body_too_large", JSON.stringify({ items: ["x".repeat(2 ** 20)] })],
  ] as const;
  for (const [code, body] of bodies) {
    await t.step(`${code} ${body.slice(0, 20)}`, async () => {
      await expectProblem(await app.post("/batch", body, token), code);
    });
  }
  await t.step("a form", async () => {
    const response = await app.request("/batch", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: new URLSearchParams({ items: "[]" }),
    });
    await expectProblem(response, "unsupported_media_type");
  });
  await t.step("without a token", async () => {
    await expectProblem(await app.post("/batch", { items: [factorial(3)] }), "unauthenticated");
  });
  assert.deepEqual(await entriesOf(app, token), []);
});

Deno.test("a malformed item has a problem that names its field", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const cases: readonly (readonly [field: string, item: unknown])[] = [
    ["", null],
    ["", []],
    ["", [[factorial(3)]]],
    ["", "2^100"],
    ["operation", {}],
    ["operation", { items: [factorial(3)] }],
    ["operation", { operation: 3, input: {} }],
    ["operation", { operation: "__proto__", input: {} }],
    ["operation", { operation: "x".repeat(100_000), input: {} }],
    ["input", { operation: "factorial" }],
    ["input", { operation: "factorial", input: [3] }],
    ["n", { operation: "factorial", input: { n: null } }],
    ["n", { operation: "factorial", input: { n: "1e999999999999" } }],
    ["m", { operation: "factorial", input: { n: 3 }, m: 5 }],
    ["n", { operation: "factorial", input: {}, n: 5 }],
    ["mod", { operation: "factorial", input: { n: 3, mod: 5 }, mod: 7 }],
    ["mod", { operation: "gcd", input: { numbers: [3, 5] }, mod: 7 }],
    ["outline", { ...factorial(3), mod: 5, outline: true }],
    ["expression", { operation: "evaluate", expression: "1", input: {} }],
  ];
  const response = await send(app, token, [...cases.map(([, item]) => item), factorial(4)]);
  const { items } = await answersOf(response);
  for (const [index, [field, item]] of cases.entries()) {
    await t.step(JSON.stringify(item).slice(0, 60), () => {
      const problem = items[index]!;
      assert.ok(!("result" in problem));
      assert.equal(problem.code, "invalid_input");
      assert.equal(problem.errors?.[0]?.field, field);
      assert.ok(JSON.stringify(problem).length < 2_000);
    });
  }
  assert.equal(textOf(items.at(-1)!), "24");
});

Deno.test("one batch of 100 items that need the pool does not overflow the user's queue", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const questions = Array.from({ length: 100 }, (_, i) => factorial(3_000 + i));
  const { items } = await answersOf(await send(app, token, questions));
  assert.deepEqual(items.map(({ status }) => status), questions.map(() => 200));
  assert.equal((await entriesOf(app, token)).length, 100);
});

Deno.test("other requests are answered while the items of a batch are being checked", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const items = Array.from({ length: 100 }, (_, i) => ({
    operation: "pow",
    input: { base: `1e${999_000 + i}`, exponent: 1 },
  }));
  const order: string[] = [];
  const batch = send(app, token, items).then(async (response) => {
    order.push("batch");
    return await answersOf(response);
  });
  for (let n = 0; n < 3; n++) await expectAnswer(await app.post("/factorial", { n }, other));
  order.push("others");
  assert.ok((await batch).items.every(({ status }) => status === 200));
  assert.deepEqual(order, ["others", "batch"]);
});

Deno.test("a batch above four time limits is refused at once", async () => {
  await using app = await startTestService({ config: { timeLimitMs: 100 } });
  const { token } = await app.newUser();
  const questions = Array.from({ length: 50 }, (_, i) => factorial(500_000 + i));
  const problem = await expectProblem(await send(app, token, questions), "too_costly");
  assert.ok(Number(problem.predicted_seconds) > 0.4);
  assert.deepEqual(await entriesOf(app, token), []);
  await expectAnswer(await app.post("/factorial", { n: 20 }, token));
});

Deno.test("NDJSON sends each item as it is ready; a disconnect cancels and records the others", async () => {
  await using app = await startTestService({ config: UNLIMITED_DIGITS });
  const { token } = await app.newUser();
  const response = await send(app, token, [ENDLESS, factorial(5), factorial(-1)], {
    accept: "application/x-ndjson",
  });
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  let text = "";
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.split("\n").length > 2) break;
  }
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ index, status }) => [index, status]).toSorted(), [
    [1, 200],
    [2, 422],
  ]);
  await eventually(async () => {
    const entries = await entriesOf(app, token);
    assert.deepEqual(entries.map(({ outcome }) => outcome).toSorted(), ["cancelled", "ok"]);
  });
  const line = await eventually(() => {
    const line = app.logLines().find(({ route }) => route === "/batch");
    return Promise.resolve(line ?? assert.fail());
  });
  assert.deepEqual([line.status, line.sent_status], [499, 200]);
});

Deno.test("a client that leaves a JSON batch cancels what is left", async () => {
  await using app = await startTestService({ config: UNLIMITED_DIGITS });
  const { token } = await app.newUser();
  const controller = new AbortController();
  const { signal } = controller;
  const response = await send(app, token, [ENDLESS, factorial(5)], { signal });
  controller.abort();
  await response.body!.cancel();
  await eventually(async () => {
    const entries = await entriesOf(app, token);
    assert.deepEqual(entries.map(({ outcome }) => outcome).toSorted(), ["cancelled", "ok"]);
  });
});

Deno.test("answers that cannot be recorded are problems of their items", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  await databaseFaults(app).failWrites();
  const response = await send(app, token, [factorial(5), factorial(6), factorial(-1)]);
  const { items } = await answersOf(response);
  assert.deepEqual(items.map(textOf), ["unavailable", "unavailable", "invalid_input"]);
  assert.deepEqual([items[0]!.status, items[0]!.retry_after], [503, 1]);
  const line = app.logLines().find(({ route }) => route === "/batch")!;
  assert.deepEqual([line.level, line.status, line.sent_status], ["warn", 503, 200]);
});

Deno.test("a batch is in progress while it arrives", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const headers = {
    "Authorization": `Bearer ${token}`,
    "Content-Type": "application/json",
    // The memory of this process is not watched for a body of declared length.
    "Content-Length": "100000",
  };
  const arriving = Array.from({ length: 9 }, () => {
    const { readable, writable } = new TransformStream<Uint8Array>();
    const response = app.request("/batch", { method: "POST", headers, body: readable });
    return { response, writable };
  });
  const refused = await Promise.race(arriving.map(({ response }) => response));
  await expectProblem(refused, "overloaded");
  const whole = JSON.stringify({ items: [factorial(5)] });
  for (const { response, writable } of arriving) {
    const sent = new Blob([whole]).stream().pipeTo(writable).catch(() => {});
    if (await response === refused) continue;
    await sent;
    await answersOf(await response);
  }
  for (let i = 0; i < 9; i++) await expectProblem(await send(app, token, "x"), "invalid_input");
});

Deno.test("a user may have eight batches in progress", async () => {
  await using app = await startTestService({ config: UNLIMITED_DIGITS });
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const open = await Promise.all(Array.from({ length: 8 }, () => send(app, token, [ENDLESS])));
  await expectProblem(await send(app, token, [factorial(5)]), "overloaded");
  await answersOf(await send(app, other, [factorial(5)]));
  await open[0]!.body!.cancel();
  await answersOf(await send(app, token, [factorial(5)]));
  for (const response of open.slice(1)) await response.body!.cancel();
});
