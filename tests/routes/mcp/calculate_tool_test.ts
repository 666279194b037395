import assert from "node:assert/strict";
import fc from "fast-check";
import { createHash } from "node:crypto";
import { createKey } from "../../../testing/api_keys.ts";
import { recordedBy } from "../../../testing/expect.ts";
import { callToolDirectly, type ToolAnswer } from "../../../testing/mcp_calls.ts";
import { runs } from "../../../testing/runs.ts";
import { startTestService, type TestService } from "../../../testing/service.ts";

/** The verify task sets a higher number. */
const CALLS = Number(Deno.env.get("MCP_CALLS") ?? runs(300));

interface Caller {
  calculate(args: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  digits(args: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
}

function callerOf(app: TestService, credential: string): Caller {
  const call = (name: string) => (args: Readonly<Record<string, unknown>>) =>
    callToolDirectly(app, { credential, name, args });
  return { calculate: call("calculate"), digits: call("digits") };
}

Deno.test("calculate answers with the exact value and how the expression was read", async (t) => {
  // On a busy machine the compute isolates take long to start.
  await using app = await startTestService({ config: { mcpTimeLimitMs: 600_000 } });
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  const cases = [
    ["2^100+1", "2^100 + 1 = 1267650600228229401496703205377"],
    ["0.1 + 0.2", "0.1 + 0.2 = 0.3"],
    ["1/3 + 1/4", "1/3 + 1/4 = 7/12\n= 0.58(3), where the digits in brackets repeat"],
    ["123456789*987654321", "123456789*987654321 = 121932631112635269"],
    ["2^10 = 1024", "2^10 == 1024 = true"],
    ["factor(2^67-1)", 'factor(2^67 - 1) = [["193707721","1"],["761838257287","1"]]'],
    ["42", "42"],
  ] as const;
  for (const [expression, text] of cases) {
    await t.step(expression, async () => {
      const answer = await calculate({ expression });
      assert.equal(answer.text, text);
      assert.equal(answer.isError, false);
      assert.equal(answer.structure.exact, true);
      assert.equal(answer.structure.expression, expression);
      assert.deepEqual(answer.links, []);
    });
  }
});

Deno.test("errors of calculate name the place and what to write", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  const cases: readonly (readonly [args: Readonly<Record<string, unknown>>, text: RegExp])[] = [
    [{ expression: "7 5" }, /^7 5: an operator is missing .*at 2: write \* for a product$/],
    [{ expression: "2*(1/0)" }, /^1\/0 at 3: the divisor is 0$/],
    [{ expression: "sin(1)" }, /^sin\(1\): .* at 0/],
    [{ expression: "" }, /./],
    [{ expression: 12345678901234567890 }, /Write the expression as a text with the numbers in it/],
    [{}, /^expression: /],
    [
      { expression: "1", max_characters: 20_001 },
      /^max_characters: Use an integer from 0 to 20000$/,
    ],
    [{ expression: "1", decimals: "3" }, /^decimals: Use an integer from 0 to 20000$/],
    [
      { expression: "1", precision: 5 },
      /^The arguments are expression, max_characters and decimals$/,
    ],
  ];
  for (const [args, text] of cases) {
    await t.step(JSON.stringify(args), async () => {
      const answer = await calculate(args);
      assert.equal(answer.isError, true);
      assert.match(answer.text, text);
      assert.equal(answer.structure, undefined);
    });
  }
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("calculate shows the ends of a long result, and digits any part of it", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { calculate, digits } = callerOf(app, token);
  const { text, structure, links } = await calculate({ expression: "3000!" });
  const whole = await (await app.get(new URL(links[0]!).pathname + "?count=100000", token)).text();
  const significant = whole.replace(/0+$/, "");
  assert.equal(structure.result, null);
  assert.equal(structure.digits, whole.length);
  assert.equal(structure.leading, whole.slice(0, 40));
  assert.equal(structure.trailing, significant.slice(-40));
  assert.equal(structure.trailing_zeros, String(whole.length - significant.length));
  assert.equal(structure.sha256, createHash("sha256").update(whole).digest("hex"));
  assert.ok(text.includes(`digits(answer="${structure.answer}", from=…, count=…)`));
  assert.ok(text.includes(`Last 40 before ${structure.trailing_zeros} zeros: …`));

  const window = await digits({ answer: structure.answer, from: 9_000, count: 10_000 });
  assert.equal(window.structure.digits, whole.slice(8_999));
  assert.equal(window.structure.to, whole.length);
  const all = await calculate({ expression: "3000!", max_characters: 20_000 });
  assert.equal(all.structure.result, whole);
  assert.deepEqual(all.links, []);
});

Deno.test("calculate outlines a value that takes too long", async () => {
  await using app = await startTestService({
    config: { maxDigits: 300_000_000, mcpTimeLimitMs: 5_000 },
  });
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  const { text, structure } = await calculate({ expression: "40000000!" });
  assert.match(text, /^not expanded: it takes longer than the allowed 5 s/);
  const counted = await calculate({ expression: "digits(40000000!)" });
  assert.equal(structure.digits, counted.structure.result);
  const { entries } = await (await app.get("/logs", token)).json();
  const outcomes = entries.map(({ outcome }: { readonly outcome: string }) => outcome);
  // On a busy machine the value is planned in the compute isolate, which stops at the limit.
  assert.deepEqual(outcomes.slice(0, 2), ["ok", "ok"]);
});

Deno.test("calculate outlines a value that is too large to expand", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  await t.step("too many digits", async () => {
    const { text, structure, isError, links } = await calculate({ expression: "(10^18)!" });
    assert.equal(isError, false);
    assert.match(
      text,
      /^not expanded: it has 17565705518096748182 digits, but at most 10000000 are allowed\n/,
    );
    assert.equal(structure.result, null);
    assert.equal(structure.digits, "17565705518096748182");
    assert.match(structure.leading, /^55970735673103951804[0-9]{20}$/);
    assert.match(structure.trailing, /^69422093929475080874[0-9]*24014240455407435776$/);
    assert.equal(structure.trailing_zeros, "249999999999999995");
    assert.deepEqual(links, []);
  });
  await t.step("a negative number", async () => {
    const { structure } = await calculate({ expression: "-7^(10^20)" });
    assert.match(structure.leading, /^-[0-9]{40}$/);
    assert.equal(structure.kind, "integer");
  });
  await t.step("a number that is not an integer", async () => {
    const { text, structure } = await calculate({ expression: "-1/9^9^9" });
    assert.match(
      text,
      /\n-1\/9\^9\^9 has 0 digits before the point\.\nFirst 40: -233[0-9]{37}…, times 10\^-369693100 with a point after the first\n/,
    );
    assert.equal(structure.exponent10, "-369693100");
    assert.equal(structure.digits, "0");
    const decimal = (await calculate({ expression: "3^(10^12)/10^5" })).structure;
    assert.equal(decimal.exponent10, "477121254714");
    assert.deepEqual([structure.kind, decimal.kind], [undefined, undefined]);
  });
});

Deno.test("calculate truncates a fraction after as many places as are wanted", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  const cases = [[undefined, 50], [0, 0], [7, 7], [50, 50], [200, 200]] as const;
  const digits = (10n ** 200n / 97n).toString().padStart(200, "0");
  for (const [decimals, places] of cases) {
    await t.step(`${decimals}`, async () => {
      const { structure } = await calculate({ expression: "1/97", decimals });
      assert.equal(structure.result, "1/97");
      assert.equal(structure.places, places);
      assert.equal(structure.decimal, places === 0 ? "0" : `0.${digits.slice(0, places)}`);
    });
  }
});

Deno.test("calculate stops at its time limit and names what expands nothing", async () => {
  await using app = await startTestService({ config: { mcpTimeLimitMs: 20 } });
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  // No outline exists for the sum of digits.
  const { isError, text } = await calculate({ expression: "digitsum(300000!)" });
  assert.equal(isError, true);
  assert.match(text, /longer than the allowed 0\.02 s: use smaller numbers, or digits\(\)/);
});

Deno.test("digits explains ids, windows and keys that do not fit", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { calculate, digits } = callerOf(app, token);
  const { structure: { answer } } = await calculate({ expression: "30!" });
  const { token: stranger } = await app.newUser();
  const { key } = await createKey(app, token, { scopes: ["calculate"] });
  const cases = [
    [
      "an unknown id",
      digits({ answer: crypto.randomUUID() }),
      /No answer has this id: use the member answer of an earlier result/,
    ],
    [
      "no id",
      digits({ answer: "x" }),
      /No answer has this id: use the member answer of an earlier result/,
    ],
    [
      "an answer of another user",
      callerOf(app, stranger).digits({ answer }),
      /No answer has this id/,
    ],
    ["a position beyond the end", digits({ answer, from: 1_000 }), /has 33 characters/],
    ["a window that is too long", digits({ answer, count: 10_001 }), /from 1 to 10000/],
    ["a key without the scope", callerOf(app, key).digits({ answer }), /lacks the scope log:read/],
  ] as const;
  for (const [name, called, text] of cases) {
    await t.step(name, async () => {
      const { isError, text: got } = await called;
      assert.equal(isError, true);
      assert.match(got, text);
    });
  }
});

Deno.test("decimals that are all zeros have no sign", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  const cases = [
    [{ expression: "-1/3", decimals: 0 }, "0"],
    [{ expression: "-1/300", decimals: 2 }, "0.00"],
    [{ expression: "-1/300", decimals: 3 }, "-0.003"],
    [{ expression: "-1/(3*10^60)" }, `0.${"0".repeat(50)}`],
    [{ expression: "-1/300", decimals: 60 }, `-0.00${"3".repeat(58)}`],
  ] as const;
  for (const [args, decimal] of cases) {
    const { structure } = await calculate(args);
    assert.equal(structure!.decimal, decimal);
  }
  const { structure } = await calculate({
    expression: `-1/${"9".repeat(44)}`,
    max_characters: 0,
  });
  assert.match(String(structure!.decimal), /^0\.0+$/);
});

/** Expressions with results of every kind and length, and some that are none. */
const expressions = fc.oneof(
  fc.integer({ min: 0, max: 6_000 }).map((n) => `${n}!`),
  fc.tuple(fc.bigInt({ min: 2n, max: 10n ** 40n }), fc.integer({ min: -60, max: 400 }))
    .map(([base, exponent]) => `${base}^${exponent}`),
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 300n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
    .map(([above, below]) => `${above}/${below} + 1/7`),
  fc.tuple(
    fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fc.integer({ min: 20, max: 45 }),
    fc.bigInt(1n, 10n ** 45n),
  )
    .map(([whole, period, above]) => `${whole} + ${above}/${"9".repeat(period)}`),
  fc.integer({ min: 1, max: 10 ** 9 }).map((n) => `divisors(${n}*5040)`),
  fc.integer({ min: 1, max: 2_000 }).map((n) => `[${Array(n % 90 + 1).fill(`${n}!`)}]`),
  fc.integer({ min: 1, max: 1_000 }).map((n) => `${"1 + ".repeat(n)}${n}/3`),
  fc.integer({ min: 1, max: 30 }).map((n) => `(10^${n})!`),
  fc.integer({ min: 1, max: 400 }).map((n) => `10^10^${n}`),
  fc.integer({ min: 1, max: 400 }).map((n) => `${"1 + ".repeat(n)}1/9^10^${n}`),
  fc.integer({ min: 1, max: 400 }).map((n) => `${"1*".repeat(n)}9^10^${n}/7`),
  fc.integer({ min: 1, max: 5_000 }).map((n) => `decimal(1/${n}, ${n})`),
  fc.integer({ min: 1, max: 3_000 }).map((n) => `${"(".repeat(n)}1`),
  fc.string({ maxLength: 3_000 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.constantFrom("1 = 1", '"', "\\", "1\n\n\n+ x", `${"\n".repeat(9_000)}1/3`, "1".repeat(9_999)),
);

const callArguments = fc.record({
  expression: expressions,
  max_characters: fc.oneof(
    fc.constantFrom(0, 1, 39, 40, 41, 1_000, 20_000),
    fc.integer({ min: 0, max: 20_000 }),
  ),
  decimals: fc.oneof(fc.constantFrom(0, 1, 50, 51), fc.integer({ min: 0, max: 20_000 })),
}, { requiredKeys: ["expression"] });

/** Fractions whose expansion with the period in brackets is as long as it is shown. */
const LONGEST_MEMBERS = [0, 1, 30].map((max_characters) => ({
  expression: `1234567890 + 1234567890123456789012345678901234567/${"9".repeat(37)}`,
  max_characters,
}));

Deno.test(`text and structure never exceed max_characters + 500 (${CALLS} random calls)`, async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { calculate } = callerOf(app, token);
  await fc.assert(
    fc.asyncProperty(callArguments, async (args) => {
      const limit = (args.max_characters ?? 1_000) + 500;
      const { text, structure = {}, isError } = await calculate(args);
      assert.ok(text.length > 0);
      assert.ok(text.length <= limit, `${text.length} characters of text: ${text}`);
      const length = JSON.stringify(structure).length;
      assert.ok(length <= limit, `${length} characters of structure: ${JSON.stringify(structure)}`);
      assert.doesNotMatch(text, /Unexpected error/);
      assert.ok(isError || structure.exact);
    }),
    { numRuns: CALLS, examples: LONGEST_MEMBERS.map((args): [typeof args] => [args]) },
  );
  assert.deepEqual(app.logLines().filter(({ level }) => level === "error"), []);
});
