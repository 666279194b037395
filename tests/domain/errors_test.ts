import assert from "node:assert/strict";
import { invalidInput, ServiceError, unavailable } from "../../domain/errors.ts";

Deno.test("ServiceError has the given code and message, and no other members by default", () => {
  const error = new ServiceError("forbidden", "Only administrators may see this");
  assert.ok(error instanceof Error);
  assert.equal(error.name, "ServiceError");
  assert.equal(error.code, "forbidden");
  assert.equal(error.message, "Only administrators may see this");
  assert.deepEqual(error.errors, []);
  assert.deepEqual(error.members, {});
  assert.equal(error.retryAfterSeconds, undefined);
  assert.equal("cause" in error, false);
});

Deno.test("ServiceError does not serialize its cause", () => {
  const cause = new Error("select password_hash from users");
  const error = new ServiceError("internal", "It failed", { cause });
  assert.equal(error.cause, cause);
  assert.ok(!JSON.stringify({ ...error, message: error.message }).includes("password_hash"));
});

Deno.test("unavailable() sets the time to retry after", () => {
  const cause = new Error("connection refused");
  const error = unavailable("The database cannot be reached", cause);
  assert.equal(error.code, "unavailable");
  assert.equal(error.retryAfterSeconds, 1);
  assert.equal(error.cause, cause);
});

Deno.test("invalidInput() names the field", () => {
  const error = invalidInput("new_password", "Use at least 10 characters");
  assert.equal(error.code, "invalid_input");
  assert.deepEqual(error.errors, [{
    field: "new_password",
    message: "Use at least 10 characters",
  }]);
});

Deno.test("invalidInput() without a field has no empty name in its message", () => {
  const error = invalidInput("", "Send an object");
  assert.equal(error.message, "Invalid input: Send an object");
  assert.deepEqual(error.errors, [{ field: "", message: "Send an object" }]);
});
