import assert from "node:assert/strict";
import fc from "fast-check";
import { createFairQueue } from "../../../infra/compute/fair_queue.ts";

type Job = readonly [user: string, number: number];

const UNBOUNDED = { limit: Infinity, limitPerUser: Infinity };

function drain(queue: { shift(): Job | undefined }): Job[] {
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

Deno.test("a job that is removed has no turn; removing it again changes nothing", () => {
  const queue = createFairQueue<Job>(UNBOUNDED);
  const jobs: Job[] = [["ada", 1], ["ada", 2], ["eve", 1]];
  for (const job of jobs) queue.push(job[0], job);
  queue.remove("ada", jobs[1]!);
  queue.remove("ada", jobs[1]!);
  queue.remove("nobody", jobs[0]!);
  queue.remove("eve", jobs[2]!);
  assert.equal(queue.size, 1);
  assert.deepEqual(drain(queue), [["ada", 1]]);
  assert.equal(queue.shift(), undefined);
  queue.remove("ada", jobs[0]!);
  assert.equal(queue.size, 0);
});
