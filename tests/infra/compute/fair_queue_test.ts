import assert from "node:assert/strict";
import fc from "fast-check";
import { createFairQueue } from "../../../infra/compute/fair_queue.ts";

type Job = readonly [user: string, number: number];

const UNLIMITED = { limit: Infinity, limitPerUser: Infinity };

function drain<Job>(queue: { shift(): Job | undefined }): Job[] {
  const jobs: Job[] = [];
  for (let job = queue.shift(); job; job = queue.shift()) jobs.push(job);
  return jobs;
}

Deno.test("users take turns, regardless of arrival order and number of jobs", () => {
  const queue = createFairQueue<Job>(UNLIMITED);
  for (let i = 1; i <= 4; i++) queue.push("hog", ["hog", i]);
  queue.push("ada", ["ada", 1]);
  queue.push("eve", ["eve", 1]);
  queue.push("ada", ["ada", 2]);
  assert.deepEqual(drain(queue).map((job) => job.join("")), [
    "hog1",
    "ada1",
    "eve1",
    "hog2",
    "ada2",
    "hog3",
    "hog4",
  ]);
});

Deno.test("every waiting user gets a turn in each round, and each user's jobs keep their order", () => {
  const users = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 60 });
  fc.assert(fc.property(users, (arrivals) => {
    const queue = createFairQueue<Job>(UNLIMITED);
    for (const [number, user] of arrivals.entries()) queue.push(user, [user, number]);
    const waiting = Map.groupBy(arrivals.map((user, i): Job => [user, i]), ([user]) => user);
    const skippedTurns = new Map<string, number>();
    for (const job of drain(queue)) {
      const [user] = job;
      assert.deepEqual(waiting.get(user)?.shift(), job);
      if (waiting.get(user)?.length === 0) waiting.delete(user);
      skippedTurns.delete(user);
      for (const other of waiting.keys()) {
        if (other === user) continue;
        const times = (skippedTurns.get(other) ?? 0) + 1;
        skippedTurns.set(other, times);
        assert.ok(times < new Set(arrivals).size, `${other} waits`);
      }
    }
    assert.equal(waiting.size, 0);
    assert.equal(queue.size, 0);
  }));
});

Deno.test("ahead() returns exactly the jobs that leave the queue earlier", () => {
  const users = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 40 });
  fc.assert(fc.property(users, fc.nat(40), (arrivals, turns) => {
    const queue = createFairQueue<Job>(UNLIMITED);
    const jobs = arrivals.map((user, number): Job => [user, number]);
    for (const job of jobs) queue.push(job[0], job);
    for (let turn = 0; turn < turns; turn++) queue.shift();
    const ahead = new Map(jobs.filter(queue.has).map((job) => [job, queue.ahead(job)]));
    const order = drain(queue);
    for (const [turn, job] of order.entries()) {
      assert.deepEqual(ahead.get(job), new Set(order.slice(0, turn)));
    }
  }));
});

Deno.test("push() rejects a job above the user's limit", () => {
  const queue = createFairQueue<Job>({ limit: 10, limitPerUser: 2 });
  const refused: Job = ["hog", 3];
  assert.equal(queue.push("hog", ["hog", 1]), undefined);
  assert.equal(queue.push("hog", ["hog", 2]), undefined);
  assert.equal(queue.push("hog", refused), refused);
  assert.equal(queue.push("ada", ["ada", 1]), undefined);
  assert.equal(queue.size, 3);
  queue.shift();
  assert.equal(queue.push("hog", refused), undefined);
  assert.deepEqual(drain(queue), [["ada", 1], ["hog", 2], ["hog", 3]]);
});

Deno.test("a full queue drops a job of the user with the most places, never for that user", () => {
  const queue = createFairQueue<Job>({ limit: 4, limitPerUser: 10 });
  for (let i = 1; i <= 4; i++) assert.equal(queue.push("hog", ["hog", i]), undefined);
  const refused: Job = ["hog", 5];
  assert.equal(queue.push("hog", refused), refused);
  assert.deepEqual(queue.push("ada", ["ada", 1]), ["hog", 4]);
  assert.deepEqual(queue.push("eve", ["eve", 1]), ["hog", 3]);
  const late: Job = ["ada", 2];
  assert.equal(queue.push("ada", late), late);
  assert.equal(queue.size, 4);
  assert.deepEqual(queue.push("bob", ["bob", 1]), ["hog", 2]);
  const lateNewcomer: Job = ["zoe", 1];
  assert.equal(queue.push("zoe", lateNewcomer), lateNewcomer);
  assert.deepEqual(drain(queue), [["hog", 1], ["ada", 1], ["eve", 1], ["bob", 1]]);
});

Deno.test("the queue stays within its limits and returns every dropped job", () => {
  const users = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 80 });
  fc.assert(fc.property(users, (arrivals) => {
    const queue = createFairQueue<Job>({ limit: 8, limitPerUser: 5 });
    const refused: Job[] = [];
    for (const [number, user] of arrivals.entries()) {
      const dropped = queue.push(user, [user, number]);
      if (dropped) refused.push(dropped);
      assert.ok(queue.size <= 8);
    }
    const waiting = drain(queue);
    for (const jobs of Map.groupBy(waiting, ([user]) => user).values()) {
      assert.ok(jobs.length <= 5);
    }
    const all = [...waiting, ...refused].map(([, number]) => number).sort((a, b) => a - b);
    assert.deepEqual(all, arrivals.map((_, number) => number));
  }));
});

Deno.test("a shared job leaves at the first turn of its users and uses up only that turn", () => {
  const queue = createFairQueue<string>(UNLIMITED);
  for (const job of ["hog 1", "hog 2", "shared", "hog 3"]) queue.push("hog", job);
  for (const job of ["ada 1", "ada 2"]) queue.push("ada", job);
  for (const job of ["shared", "eve 1"]) queue.push("eve", job);
  queue.push("bob", "shared");
  assert.equal(queue.size, 7);
  const order = ["hog 1", "ada 1", "shared", "hog 2", "ada 2", "eve 1", "hog 3"];
  assert.deepEqual(drain(queue), order);
  assert.equal(queue.size, 0);
});

Deno.test("a job shared by many users counts once towards the limit", () => {
  const queue = createFairQueue<string>({ limit: 2, limitPerUser: 10 });
  const users = Array.from({ length: 300 }, (_, i) => `user ${i}`);
  for (const user of users) assert.equal(queue.push(user, "shared"), undefined);
  assert.equal(queue.push("ada", "another"), undefined);
  assert.equal(queue.size, 2);
  assert.equal(queue.push("eve", "excess"), "excess");
  assert.deepEqual(drain(queue), ["shared", "another"]);
});

Deno.test("a full queue does not drop a job that has a place under another user", () => {
  const queue = createFairQueue<string>({ limit: 3, limitPerUser: 10 });
  for (const job of ["hog 1", "hog 2", "shared"]) queue.push("hog", job);
  queue.push("ada", "shared");
  assert.equal(queue.push("eve", "eve 1"), "hog 2");
  assert.deepEqual(drain(queue), ["hog 1", "shared", "eve 1"]);
});

Deno.test("a shared job leaves the queue once, and sharing delays no job", () => {
  const place = fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.nat(9).map(String));
  fc.assert(fc.property(fc.array(place, { maxLength: 60 }), (places) => {
    const shared = createFairQueue<string>(UNLIMITED);
    const separate = createFairQueue<string>(UNLIMITED);
    for (const [user, job] of places) {
      shared.push(user, job);
      separate.push(user, `${user} ${job}`);
    }
    const jobs = drain(shared);
    const unshared = drain(separate).map((name) => name.split(" ")[1]!);
    assert.deepEqual(jobs.toSorted(), [...new Set(unshared)].sort());
    for (const [turn, job] of jobs.entries()) assert.ok(turn <= unshared.indexOf(job));
  }));
});

Deno.test("a user has at most one place for a job", () => {
  const queue = createFairQueue<string>({ limit: 2, limitPerUser: 1 });
  assert.equal(queue.push("ada", "job"), undefined);
  assert.equal(queue.push("ada", "job"), undefined);
  assert.equal(queue.size, 1);
  assert.deepEqual(drain(queue), ["job"]);
});

Deno.test("a job is dropped only when it loses its last place", () => {
  const queue = createFairQueue<string>({ limit: 3, limitPerUser: 3 });
  for (const job of ["hog 1", "hog 2", "shared"]) queue.push("hog", job);
  assert.equal(queue.push("eve", "shared"), undefined);
  assert.equal(queue.size, 3);
  assert.equal(queue.push("ada", "ada 1"), "hog 2");
  assert.equal(queue.push("bob", "shared"), undefined);
  assert.equal(queue.size, 3);
  assert.equal(queue.leave("bob", "shared"), undefined);
  assert.equal(queue.leave("eve", "shared"), "shared");
  assert.equal(queue.has("shared"), false);
  assert.deepEqual(drain(queue), ["hog 1", "ada 1"]);
});

Deno.test("a user at the limit gets no place for a shared job, which keeps its other places", () => {
  const queue = createFairQueue<string>({ limit: 9, limitPerUser: 1 });
  queue.push("hog", "hog 1");
  queue.push("ada", "ada 1");
  queue.push("ada", "shared");
  queue.push("eve", "shared");
  assert.equal(queue.push("hog", "shared"), undefined);
  assert.equal(queue.size, 3);
  assert.deepEqual(drain(queue), ["hog 1", "ada 1", "shared"]);
});

Deno.test("the queue stays within its limits with shared jobs and returns every dropped job", () => {
  const place = fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.nat(15).map(String));
  fc.assert(fc.property(fc.array(place, { maxLength: 80 }), (places) => {
    const queue = createFairQueue<string>({ limit: 8, limitPerUser: 5 });
    const queued = new Set<string>();
    for (const [user, job] of places) {
      queued.add(job);
      const dropped = queue.push(user, job);
      if (dropped) queued.delete(dropped);
      assert.ok(queue.size <= 8);
    }
    for (const job of queued) assert.ok(queue.has(job));
    assert.deepEqual(drain(queue).sort(), [...queued].sort());
    assert.equal(queue.size, 0);
  }));
});

Deno.test("a removed job never leaves the queue, and removing it again has no effect", () => {
  const queue = createFairQueue<string>(UNLIMITED);
  for (const job of ["first", "second", "third"]) queue.push("ada", job);
  for (const job of ["third", "fourth"]) queue.push("eve", job);
  assert.equal(queue.leave("ada", "second"), "second");
  assert.equal(queue.leave("ada", "second"), undefined);
  assert.equal(queue.leave("nobody", "first"), undefined);
  queue.remove("third");
  queue.remove("third");
  assert.equal(queue.has("third"), false);
  assert.equal(queue.size, 2);
  assert.deepEqual(drain(queue), ["first", "fourth"]);
  assert.equal(queue.shift(), undefined);
  queue.remove("first");
  assert.equal(queue.size, 0);
});
