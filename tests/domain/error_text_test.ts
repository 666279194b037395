import assert from "node:assert/strict";
import { errorText } from "../../domain/error_text.ts";
import { unavailable } from "../../domain/errors.ts";

Deno.test("errorText() returns the message followed by the messages of the causes", () => {
  assert.equal(errorText(new TypeError("not a function")), "not a function");
  const driver = new Error("no connection", { cause: "ECONNREFUSED" });
  assert.equal(
    errorText(unavailable("The database cannot be reached", driver)),
    "The database cannot be reached: no connection: ECONNREFUSED",
  );
});

Deno.test("errorText() does not repeat a cause that the message quotes", () => {
  const cause = new Error("disk full");
  assert.equal(
    errorText(new Error("The write failed: disk full", { cause })),
    "The write failed: disk full",
  );
});

Deno.test("errorText() lists the errors of an aggregate without a message", () => {
  const errors = [new Error("::1 refused"), new Error("127.0.0.1 refused")];
  assert.equal(errorText(new AggregateError(errors)), "::1 refused; 127.0.0.1 refused");
  assert.equal(errorText(new AggregateError(errors, "both failed")), "both failed");
});

Deno.test("errorText() names the class of an error without a message", () => {
  assert.equal(errorText(new RangeError()), "RangeError");
});

Deno.test("errorText() converts values that are not errors", () => {
  for (const [value, text] of [["plain", "plain"], [undefined, "undefined"], [7, "7"]] as const) {
    assert.equal(errorText(value), text);
  }
});
