import assert from "node:assert/strict";
import { createByteBudget } from "../../routes/byte_budget.ts";

const LIMITS = { total: 40, perAddress: 30, perUser: 20 };
const EXCEEDED = { code: "overloaded", message: "Too many bytes", retryAfterSeconds: 5 };

const ADA = { address: "10.0.0.1", userId: "ada" };
const EVE = { address: "10.0.0.1", userId: "eve" };
const BOB = { address: "10.0.0.2", userId: "bob" };
const NOBODY = { address: "10.0.0.3", userId: undefined };

Deno.test("the bytes of a user, of an address and of all are limited", () => {
  const { reserve } = createByteBudget(LIMITS, "Too many bytes");
  reserve(ADA, 20);
  assert.throws(() => reserve({ ...ADA, address: "10.0.0.9" }, 1), EXCEEDED);
  reserve(EVE, 10);
  assert.throws(() => reserve({ address: "10.0.0.1", userId: "new" }, 1), EXCEEDED);
  reserve(BOB, 10);
  assert.throws(() => reserve(BOB, 1), EXCEEDED);
});

Deno.test("an owner without bytes may have any number, whatever others have", () => {
  const { reserve } = createByteBudget(LIMITS, "Too many bytes");
  reserve(ADA, 100);
  reserve(NOBODY, 100);
  assert.throws(() => reserve(NOBODY, 1), EXCEEDED);
});

Deno.test("a reservation that was released has no bytes, whatever size it is given later", () => {
  const { reserve } = createByteBudget(LIMITS, "Too many bytes");
  const released = reserve(ADA, 20);
  released.release();
  released.resize(20);
  released.release();
  reserve(ADA, 10);
  reserve(ADA, 10);
});

Deno.test("resized reservations count with their new size", () => {
  const { reserve } = createByteBudget(LIMITS, "Too many bytes");
  const first = reserve(ADA, 5);
  const second = reserve(ADA, 15);
  assert.throws(() => first.resize(6), EXCEEDED);
  second.resize(0);
  first.resize(20);
  first.resize(0);
  reserve(ADA, 10);
  reserve(ADA, 10);
});
