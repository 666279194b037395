import assert from "node:assert/strict";
import process from "node:process";
import { swallowLateRejections } from "../../../../infra/events/kafka/swallow_late_rejections.ts";

const MODULE = import.meta.resolve("../../../../infra/events/kafka/swallow_late_rejections.ts");

const OWN = new Error("own");
const LATE = Object.assign(new Error("late"), {
  stack:
    "Error: late\n    at send (file:///npm/registry/kafkajs/2.2.4/src/network/connection.js:1:1)",
});

Deno.test("errors that kafkajs throws outside of a call do not end the process", () => {
  const late: unknown[] = [];
  const end = swallowLateRejections((error) => late.push(error));
  try {
    assert.equal(isEndedBy(LATE), false);
    assert.equal(isEndedBy(OWN), true);
    assert.deepEqual(late, [LATE, LATE]);
  } finally {
    end();
  }
  assert.equal(isEndedBy(LATE), true);
});

Deno.test("in the compiled program, kafkajs throws from the module of this function", () => {
  const stack = `Error: late\n    at send (${MODULE}:1:1)`;
  const late = Object.assign(new Error("late"), { stack });
  const end = swallowLateRejections(() => {});
  try {
    assert.equal(isEndedBy(late), false);
  } finally {
    end();
  }
});

Deno.test("timer warnings of kafkajs are hidden, and others are shown", () => {
  const shown: string[] = [];
  const before = process.listeners("warning");
  process.removeAllListeners("warning").on("warning", ({ name }) => shown.push(name));
  const end = swallowLateRejections(() => {});
  try {
    for (const name of ["TimeoutNegativeWarning", "DeprecationWarning"]) {
      process.emit("warning", Object.assign(new Error("warning"), { name }));
    }
  } finally {
    end();
  }
  assert.deepEqual(shown, ["DeprecationWarning"]);
  process.removeAllListeners("warning");
  for (const listener of before) process.on("warning", listener);
});

/** Whether an uncaught error would end the process, both thrown and as a rejection. */
function isEndedBy(error: Error): boolean {
  const promise = Promise.resolve();
  const rejection = new PromiseRejectionEvent("unhandledrejection", {
    promise,
    reason: error,
    cancelable: true,
  });
  const thrown = new ErrorEvent("error", { error, cancelable: true });
  const ends = [rejection, thrown].map((event) => dispatchEvent(event));
  assert.equal(ends[0], ends[1]);
  return ends[0]!;
}
