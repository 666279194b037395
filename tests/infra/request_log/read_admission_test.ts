import assert from "node:assert/strict";
import type { ServiceError } from "../../../domain/errors.ts";
import { createReadAdmission } from "../../../infra/request_log/read_admission.ts";

/** Reads that end one by one. */
function createReads() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    read: (name: string) => () => {
      started.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    },
    /** Ends a read and resolves once the next ones have started. */
    end: async (name: string) => {
      ends.get(name)!();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("a user's reads wait for each other and not for those of another user", async () => {
  const admission = createReadAdmission({ maxReads: 2 });
  const reads = createReads();
  const all = ["a1", "a2", "a3", "b1"].map((name) => admission.run(name[0]!, reads.read(name)));
  await settled();
  assert.deepEqual(reads.started, ["a1", "b1"]);
  await reads.end("b1");
  assert.deepEqual(reads.started, ["a1", "b1"], "the second turn of a waits for its first");
  await reads.end("a1");
  assert.deepEqual(reads.started, ["a1", "b1", "a2"]);
  await reads.end("a2");
  await reads.end("a3");
  assert.deepEqual(await Promise.all(all), ["a1", "a2", "a3", "b1"]);
});

Deno.test("users take turns when every place is taken", async () => {
  const admission = createReadAdmission({ maxReads: 2 });
  const reads = createReads();
  const names = ["a1", "b1", "c1", "a2", "b2", "c2"];
  const all = names.map((name) => admission.run(name[0]!, reads.read(name)));
  await settled();
  for (const name of ["a1", "b1", "c1", "a2", "b2", "c2"]) await reads.end(name);
  assert.deepEqual(reads.started, ["a1", "b1", "c1", "a2", "b2", "c2"]);
  await Promise.all(all);
});

Deno.test("reads beyond a user's queue are `overloaded`", async () => {
  const admission = createReadAdmission({ maxReads: 1, maxWaitingPerUser: 2 });
  const reads = createReads();
  const first = ["a1", "a2", "a3"].map((name) => admission.run("a", reads.read(name)));
  await assert.rejects(admission.run("a", reads.read("a4")), isOverloaded);
  const other = admission.run("b", reads.read("b1"));
  await settled();
  for (const name of ["a1", "b1", "a2", "a3"]) await reads.end(name);
  await Promise.all([...first, other]);
  assert.deepEqual(reads.started, ["a1", "b1", "a2", "a3"]);
});

Deno.test("a read whose turn does not come in time is never made", async () => {
  const admission = createReadAdmission({ maxReads: 1, waitMs: 20 });
  const reads = createReads();
  const first = admission.run("a", reads.read("a1"));
  for (const name of ["a2", "b1"]) {
    await assert.rejects(admission.run(name[0]!, reads.read(name)), isOverloaded);
  }
  await reads.end("a1");
  await first;
  assert.deepEqual(reads.started, ["a1"]);
});

Deno.test("a failed read makes room for the next one", async () => {
  const admission = createReadAdmission({ maxReads: 1 });
  const failing = () => Promise.reject(new Error("failed"));
  await assert.rejects(admission.run("a", failing), { message: "failed" });
  assert.equal(await admission.run("a", () => Promise.resolve("read")), "read");
});

function isOverloaded(error: ServiceError): boolean {
  return error.code === "overloaded" && error.retryAfterSeconds === 1;
}
