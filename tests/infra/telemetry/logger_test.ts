import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryText } from "../../../testing/arbitrary_text.ts";
import { createLogger, LOG_LEVELS, type LoggerOptions } from "../../../infra/telemetry/logger.ts";

function createFixture(options: Partial<LoggerOptions> = {}) {
  const writes: string[] = [];
  const logger = createLogger({
    level: "debug",
    format: "json",
    write: (lines) => writes.push(lines),
    ...options,
  });
  return {
    logger,
    writes,
    lines: () => {
      logger.flush();
      return writes.join("").split("\n").slice(0, -1);
    },
  };
}

Deno.test("a JSON line has time, level, message and fields", () => {
  const { logger, lines } = createFixture();
  const before = new Date().toISOString();
  logger.info("request", { status: 200, user: 'a"b', nothing: undefined });
  logger.warn("late");
  const [first, second] = lines().map((line) => JSON.parse(line));
  assert.ok(first.time >= before && first.time <= new Date().toISOString());
  assert.deepEqual({ ...first, time: "" }, {
    time: "",
    level: "info",
    message: "request",
    status: 200,
    user: 'a"b',
  });
  assert.deepEqual([second.level, second.message], ["warn", "late"]);
});

Deno.test("a text line has time, level, message and fields", () => {
  const { logger, lines } = createFixture({ format: "text" });
  logger.warn("request", { status: 200, route: "/factorial", text: "two words", nothing: null });
  const [time, ...others] = lines()[0]!.split(" ");
  assert.match(time!, /^\d\d:\d\d:\d\d\.\d{3}$/);
  const expected = 'WARN  request status=200 route=/factorial text="two words" nothing=null';
  assert.equal(others.join(" "), expected);
});

Deno.test("one call writes one line of printable characters, whatever a client sends", () => {
  const hostile = fc.oneof(
    arbitraryText(),
    fc.constantFrom(
      "a\nERROR forged",
      "\x1b[2J",
      "a=b",
      '"',
      "\u009b31m",
      "\u202egnol",
      "\u2028",
      "\u{e0041}\x7f",
    ),
  );
  fc.assert(fc.property(hostile, (username) => {
    const { logger, lines } = createFixture({ format: "text" });
    logger.info("sign_in_failed", { username });
    assert.equal(lines().length, 1);
    assert.doesNotMatch(lines()[0]!, /[\p{Cc}\p{Cf}]/u);
    assert.equal(lines()[0]!.split(" username=").length, username.includes(" username=") ? 3 : 2);
  }));
  fc.assert(fc.property(hostile, (username) => {
    const { logger, lines } = createFixture();
    logger.info("sign_in_failed", { username });
    assert.equal(lines().length, 1);
    assert.doesNotMatch(lines()[0]!, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    assert.equal(JSON.parse(lines()[0]!).username, username);
  }));
});

Deno.test("lines below the minimum level are not written", () => {
  for (const [threshold, level] of LOG_LEVELS.entries()) {
    const { logger, lines } = createFixture({ level });
    for (const name of LOG_LEVELS) logger[name](name);
    const written = lines().map((line) => JSON.parse(line).message);
    assert.deepEqual(written, LOG_LEVELS.slice(threshold));
  }
});

Deno.test("lines are buffered and flushed together by a timer, once", async () => {
  const written = Promise.withResolvers<string>();
  const { logger } = createFixture({ write: written.resolve });
  for (let i = 0; i < 100; i++) logger.info(`line ${i}`);
  const lines = (await written.promise).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).message),
    lines.map((_, i) => `line ${i}`),
  );
  assert.equal(lines.length, 100);
});

Deno.test("an error flushes the buffer at once", () => {
  const { logger, writes } = createFixture();
  logger.info("before");
  assert.equal(writes.length, 0);
  logger.error("broken");
  assert.equal(writes.length, 1);
  assert.equal(writes[0]!.split("\n").length, 3);
  logger.flush();
  assert.equal(writes.length, 1);
});

Deno.test("more than 32,768 buffered characters are flushed at once", () => {
  const { logger, writes } = createFixture();
  logger.info("x".repeat(32_000));
  assert.equal(writes.length, 0);
  logger.info("x".repeat(800));
  assert.equal(writes.length, 1);
});
