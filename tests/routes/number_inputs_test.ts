import assert from "node:assert/strict";
import { expectAnswer, expectProblem, fieldsOf, recordedBy } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const zeros = (count: number) => "0".repeat(count);

Deno.test("a JSON number is read digit for digit", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const cases: readonly (readonly [written: string, read: string])[] = [
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ["999999999999999", "999999999999999"],
    ["1000000000000000", "1000000000000000"],
    ["9007199254740993", "9007199254740993"],
    ["-9007199254740993.1", "-9007199254740993.1"],
    ["0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"],
    ["1e400", "1" + zeros(400)],
    ["-1E+400", "-1" + zeros(400)],
    ["1e-400", "0." + zeros(399) + "1"],
    ["-0", "0"],
    ["-0.0e5", "0"],
    ["1.50", "1.5"],
    ["1.0", "1"],
    ["1.00000000000000000001", "1.00000000000000000001"],
    ["12E2", "1200"],
    ["20e-1", "2"],
    ["0e999999999", "0"],
    ['"007"', "7"],
    ['"-007.500"', "-7.5"],
    ['"2E1"', "20"],
    ['"1e+2"', "100"],
    ['"9007199254740993"', "9007199254740993"],
  ];
  for (const [written, read] of cases) {
    await t.step(written, async () => {
      const body = `{"base": ${written}, "exponent": 1}`;
      const answer = await expectAnswer(await app.post("/pow", body, token));
      assert.equal(answer.input.base, read);
      assert.equal(answer.result, read);
    });
  }

  await t.step("an integer may have any notation", async () => {
    for (const n of ["5", "5.0", "50e-1", '"005"', '"0.5e1"', "5e0"]) {
      const answer = await expectAnswer(await app.post("/factorial", `{"n": ${n}}`, token));
      assert.deepEqual(answer.input, { n: "5" });
      assert.equal(answer.result, "120");
    }
  });

  await t.step("the last of duplicate members wins", async () => {
    const answer = await expectAnswer(await app.post("/factorial", '{"n": 3, "n": 5}', token));
    assert.equal(answer.result, "120");
  });
});

Deno.test("a value that is not a decimal number is rejected with its field and not recorded", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const rejected = [
    ...[" 7 ", "7\n", "\u00a07", "", "NaN", "Infinity", "-Infinity", "1_000", "1,000", "1 000"],
    ...["0x10", "0b1", "0o7", "10n", "+5", "--5", "-", ".5", "5.", "1e", "e5", "1e1.5", "1.2.3"],
    ...["٣", "１２", "²", "Ⅷ", "seven", "7; drop table users"],
    ...[true, false, null, [], [5], ["5"], {}, { n: 5 }],
  ];
  for (const value of rejected) {
    const written = JSON.stringify(value);
    await t.step(written, async () => {
      const response = await app.post("/factorial", `{"n": ${written}}`, token);
      const problem = await expectProblem(response, "invalid_input");
      assert.deepEqual(fieldsOf(problem), ["n"]);
    });
  }
  for (const value of ["-1", "-1e-400", "1.5", "1e-1", "0.9999999999999999999999"]) {
    await t.step(`${value} as n`, async () => {
      const problem = await expectProblem(
        await app.post("/factorial", `{"n": ${value}}`, token),
        "invalid_input",
      );
      assert.deepEqual(fieldsOf(problem), ["n"]);
    });
  }
  await t.step("1.5 as exponent", async () => {
    const response = await app.post("/pow", { base: 4, exponent: 0.5 }, token);
    assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), ["exponent"]);
  });
  await t.step("inherited names are ignored", async () => {
    const response = await app.post("/factorial", '{"__proto__": {"n": 5}}', token);
    assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), ["n"]);
  });
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("a number with invalid JSON syntax is a malformed body", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (
    const bare of ["NaN", "Infinity", "1_000", "0x10", "+5", "007", "-", ".5", "5.", "10n", "1e"]
  ) {
    await t.step(bare, async () => {
      const response = await app.post("/factorial", `{"n": ${bare}}`, token);
      await expectProblem(response, "malformed_request");
    });
  }
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("an input with too many digits is rejected, even if the result is small", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const bodies = [
    ['{"base": 1e999999999, "exponent": 1}', "base"],
    ['{"base": 1e999999999, "exponent": 0}', "base"],
    ['{"base": 1e-999999999, "exponent": 0}', "base"],
    [`{"base": 1e${"9".repeat(400)}, "exponent": 0}`, "base"],
    [`{"base": 1e-${"9".repeat(400)}, "exponent": 0}`, "base"],
    ['{"base": 1e1000000, "exponent": 0}', "base"],
    ['{"base": 1, "exponent": 1e999999999}', "exponent"],
    [`{"base": 1, "exponent": ${"1".repeat(1_000_001)}}`, "exponent"],
  ] as const;
  for (const [body, field] of bodies) {
    await t.step(body.slice(0, 50), async () => {
      const response = await app.post("/pow", body, token);
      const problem = await expectProblem(response, "invalid_input");
      assert.deepEqual(fieldsOf(problem), [field]);
      assert.ok(JSON.stringify(problem).length < 1000);
    });
  }
  assert.equal(await recordedBy(app, token), 0);

  await t.step("a million digits are accepted", async () => {
    const answer = await expectAnswer(
      await app.post("/pow", '{"base": 1e999999, "exponent": 1}', token),
    );
    assert.equal(answer.result, "1" + zeros(999_999));
  });
});

Deno.test("a string of 100,000 digits is read exactly", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const base = "1234567890".repeat(10_000);
  const answer = await expectAnswer(await app.post("/pow", { base, exponent: 1 }, token));
  assert.equal(answer.result, base);
  assert.equal(answer.input.base, base);
  const { entries: [entry] } = await (await app.get("/logs", token)).json();
  assert.equal(entry.input.base, "12345678901234567890…12345678901234567890 (100000 digits)");
});

Deno.test("too large a result is rejected with its predicted digits, before any work", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();

  // log10 of gamma(10^18 + 1), computed with mpmath at 60 digits; above 2^53, hence a string.
  await t.step("n = 10^18", async () => {
    for (const n of ["1000000000000000000", "1e18", '"1e18"']) {
      const problem = await tooLarge(app, "/factorial", `{"n": ${n}}`, token);
      assert.equal(problem.predicted_digits, "17565705518096748182");
      assert.equal(problem.max_digits, 10_000_000);
    }
  });
  // 10^15 log10(7), computed with mpmath at 60 digits; below 2^53, hence a number.
  await t.step("7 to the power 10^15", async () => {
    const body = '{"base": 7, "exponent": 1000000000000000}';
    const problem = await tooLarge(app, "/pow", body, token);
    assert.equal(problem.predicted_digits, 845_098_040_014_257);
    assert.equal(problem.max_digits, 10_000_000);
  });
  await t.step("an n of 100,000 digits is not repeated in the problem", async () => {
    const body = JSON.stringify({ n: "9".repeat(100_000) });
    const problem = await tooLarge(app, "/factorial", body, token);
    assert.match(String(problem.predicted_digits), /^[0-9]{100005}$/);
    assert.ok(problem.detail.length < 2000, "the problem repeats the input");
  });
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("numbers in a form may have leading and trailing spaces", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const post = (n: string) =>
    app.request("/factorial", {
      method: "POST",
      headers: { Accept: "application/json", Authorization: `Bearer ${token}` },
      body: new URLSearchParams({ n }),
    });
  for (const n of [" 7 ", "7\n", "\t007", "7.0 "]) {
    await t.step(JSON.stringify(n), async () => {
      assert.equal((await expectAnswer(await post(n))).result, "5040");
    });
  }
  for (const n of ["", "  ", "1 000", "1_000", "0x7", "+7", "seven"]) {
    await t.step(`rejects ${JSON.stringify(n)}`, async () => {
      assert.deepEqual(fieldsOf(await expectProblem(await post(n), "invalid_input")), ["n"]);
    });
  }
  assert.equal(await recordedBy(app, token), 4);
});

async function tooLarge(app: TestService, path: string, body: string, token: string) {
  return await expectProblem(await app.post(path, body, token), "result_too_large");
}
