import assert from "node:assert/strict";
import fc from "fast-check";
import { createFairQueue } from "../../../infra/compute/fair_queue.ts";

type Job = readonly [user: string, number: number];

const UNBOUNDED = { limit: Infinity, limitPerUser: Infinity };

function drain<Job>(queue: { shift(): Job | undefined }): Job[] {
  const jobs: Job[] = [];
  for (let job = queue.shift(); job; job = queue.shift()) jobs.push(job);
  return jobs;
}

Deno.test("users take turns, whoever came first and however many jobs each has", () => {
  const queue = createFairQueue<Job>(UNBOUNDED);
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

Deno.test("nobody who waits is passed over twice, and each user's jobs keep their order", () => {
  const users = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 60 });
  fc.assert(fc.property(users, (arrivals) => {
    const queue = createFairQueue<Job>(UNBOUNDED);
    for (const [number, user] of arrivals.entries()) queue.push(user, [user, number]);
    const waiting = Map.groupBy(arrivals.map((user, i): Job => [user, i]), ([user]) => user);
    const passedOver = new Map<string, number>();
    for (const job of drain(queue)) {
      const [user] = job;
      assert.deepEqual(waiting.get(user)?.shift(), job);
      if (waiting.get(user)?.length === 0) waiting.delete(user);
      passedOver.delete(user);
      for (const other of waiting.keys()) {
        if (other === user) continue;
        const times = (passedOver.get(other) ?? 0) + 1;
        passedOver.set(other, times);
        assert.ok(times < new Set(arrivals).size, `${other} waits`);
      }
    }
    assert.equal(waiting.size, 0);
    assert.equal(queue.size, 0);
  }));
});

Deno.test("what is ahead of a job is what comes before it", () => {
  const users = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 40 });
  fc.assert(fc.property(users, fc.nat(40), (arrivals, turns) => {
    const queue = createFairQueue<Job>(UNBOUNDED);
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

Deno.test("the queue is bounded for each user", () => {
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

Deno.test("a full queue makes room for those who have less waiting, never for the others", () => {
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
  const tooLate: Job = ["zoe", 1];
  assert.equal(queue.push("zoe", tooLate), tooLate);
  assert.deepEqual(drain(queue), [["hog", 1], ["ada", 1], ["eve", 1], ["bob", 1]]);
});

Deno.test("whoever comes, the queue is never above its bounds and loses no job untold", () => {
  const users = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 80 });
  fc.assert(fc.property(users, (arrivals) => {
    const queue = createFairQueue<Job>({ limit: 8, limitPerUser: 5 });
    const refused: Job[] = [];
    for (const [number, user] of arrivals.entries()) {
      const out = queue.push(user, [user, number]);
      if (out) refused.push(out);
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

Deno.test("a job with several places comes at the first turn and costs the others none", () => {
  const queue = createFairQueue<string>(UNBOUNDED);
  for (const job of ["hog 1", "hog 2", "shared", "hog 3"]) queue.push("hog", job);
  for (const job of ["ada 1", "ada 2"]) queue.push("ada", job);
  for (const job of ["shared", "eve 1"]) queue.push("eve", job);
  queue.push("bob", "shared");
  assert.equal(queue.size, 7);
  const order = ["hog 1", "ada 1", "shared", "hog 2", "ada 2", "eve 1", "hog 3"];
  assert.deepEqual(drain(queue), order);
  assert.equal(queue.size, 0);
});

Deno.test("a job that many share takes the room of one", () => {
  const queue = createFairQueue<string>({ limit: 2, limitPerUser: 10 });
  const users = Array.from({ length: 300 }, (_, i) => `user ${i}`);
  for (const user of users) assert.equal(queue.push(user, "shared"), undefined);
  assert.equal(queue.push("ada", "another"), undefined);
  assert.equal(queue.size, 2);
  assert.equal(queue.push("eve", "too much"), "too much");
  assert.deepEqual(drain(queue), ["shared", "another"]);
});

Deno.test("a full queue drops no job that somebody else has a place for", () => {
  const queue = createFairQueue<string>({ limit: 3, limitPerUser: 10 });
  for (const job of ["hog 1", "hog 2", "shared"]) queue.push("hog", job);
  queue.push("ada", "shared");
  assert.equal(queue.push("eve", "eve 1"), "hog 2");
  assert.deepEqual(drain(queue), ["hog 1", "shared", "eve 1"]);
});

Deno.test("a shared job comes once, and sharing holds up nobody's jobs", () => {
  const place = fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.nat(9).map(String));
  fc.assert(fc.property(fc.array(place, { maxLength: 60 }), (places) => {
    const shared = createFairQueue<string>(UNBOUNDED);
    const apart = createFairQueue<string>(UNBOUNDED);
    for (const [user, job] of places) {
      shared.push(user, job);
      apart.push(user, `${user} ${job}`);
    }
    const jobs = drain(shared);
    const unshared = drain(apart).map((name) => name.split(" ")[1]!);
    assert.deepEqual(jobs.toSorted(), [...new Set(unshared)].sort());
    for (const [turn, job] of jobs.entries()) assert.ok(turn <= unshared.indexOf(job));
  }));
});

Deno.test("a user has one place for a job, however often it is asked for", () => {
  const queue = createFairQueue<string>({ limit: 2, limitPerUser: 1 });
  assert.equal(queue.push("ada", "job"), undefined);
  assert.equal(queue.push("ada", "job"), undefined);
  assert.equal(queue.size, 1);
  assert.deepEqual(drain(queue), ["job"]);
});

Deno.test("a job is refused when it loses the last of its places, not before", () => {
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

Deno.test("a job whose user may have no more places keeps those of the others", () => {
  const queue = createFairQueue<string>({ limit: 9, limitPerUser: 1 });
  queue.push("hog", "hog 1");
  queue.push("ada", "ada 1");
  queue.push("ada", "shared");
  queue.push("eve", "shared");
  assert.equal(queue.push("hog", "shared"), undefined);
  assert.equal(queue.size, 3);
  assert.deepEqual(drain(queue), ["hog 1", "ada 1", "shared"]);
});

Deno.test("shared or not, places are never above the bounds, and no job is lost untold", () => {
  const place = fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.nat(15).map(String));
  fc.assert(fc.property(fc.array(place, { maxLength: 80 }), (places) => {
    const queue = createFairQueue<string>({ limit: 8, limitPerUser: 5 });
    const held = new Set<string>();
    for (const [user, job] of places) {
      held.add(job);
      const out = queue.push(user, job);
      if (out) held.delete(out);
      assert.ok(queue.size <= 8);
    }
    for (const job of held) assert.ok(queue.has(job));
    assert.deepEqual(drain(queue).sort(), [...held].sort());
    assert.equal(queue.size, 0);
  }));
});

Deno.test("a job that is taken out has no turn; taking it out again changes nothing", () => {
  const queue = createFairQueue<string>(UNBOUNDED);
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
