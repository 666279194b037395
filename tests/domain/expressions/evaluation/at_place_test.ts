import assert from "node:assert/strict";
import { atPlace } from "../../../../domain/expressions/evaluation/at_place.ts";
import { Undecided } from "../../../../domain/numbers/outline/mod.ts";
import { evaluated } from "./evaluated.ts";

const span = { start: 2, end: 5 };

Deno.test("a number whose digits cannot be decided is too costly, at its place", () => {
  const undecided = () => {
    throw new Undecided();
  };
  assert.throws(() => atPlace(span, undecided), {
    code: "too_costly",
    errors: [{ field: "expression", ...span, message: new Undecided().message }],
    members: { predicted_seconds: "Infinity" },
  });
});

Deno.test("other errors pass unchanged", () => {
  const fault = new RangeError("Invalid array length");
  const failing = () => {
    throw fault;
  };
  assert.throws(() => atPlace(span, failing), (error) => error === fault);
});

Deno.test("an answer that would take longer than allowed names its predicted seconds", () => {
  const context = { checkpoint: () => {}, maxSeconds: 1e-4 };
  assert.throws(() => evaluated("7^1000000", { context }), (error: unknown) => {
    const { code, members } = error as { code: string; members: { predicted_seconds: unknown } };
    assert.equal(code, "too_costly");
    assert.equal(typeof members.predicted_seconds, "number");
    return true;
  });
});
