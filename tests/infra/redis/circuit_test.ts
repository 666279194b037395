import assert from "node:assert/strict";
import { CircuitOpen, createCircuit } from "../../../infra/redis/circuit.ts";
import { until } from "../../../testing/until.ts";

class Refusal extends Error {}

interface FixtureOptions {
  readonly probe?: () => Promise<void>;
  readonly hedgeMs?: number;
}

/** A closed circuit, with the answers that come when a test gives them. */
async function startFixture(options: FixtureOptions = {}) {
  const { probe = () => Promise.resolve(), hedgeMs = 5 } = options;
  const changes: string[] = [];
  const circuit = createCircuit({
    probe,
    probeEveryMs: 5,
    hedgeMs,
    isAnswer: (error) => error instanceof Refusal,
    onChange: (isOpen, error) =>
      changes.push(isOpen ? `open: ${(error as Error).message}` : "closed"),
  });
  await circuit.start();
  return {
    circuit,
    changes,
    asked: 0,
    /** A call whose answer the test gives. */
    ask() {
      const answer = Promise.withResolvers<string>();
      const result = circuit.run(() => {
        this.asked++;
        return answer.promise;
      });
      let failure: unknown;
      result.catch((error) => failure = error);
      const isReleased = () => failure instanceof CircuitOpen;
      return { ...answer, result, released: () => until("the call is released", isReleased) };
    },
    [Symbol.dispose]: () => circuit.stop(),
  };
}

Deno.test("answers and refusals pass a closed circuit and leave it closed", async () => {
  using fixture = await startFixture();
  const { circuit, changes } = fixture;
  assert.equal(await circuit.run(() => Promise.resolve("answer")), "answer");
  await assert.rejects(circuit.run(() => Promise.reject(new Refusal("no"))), Refusal);
  assert.equal(circuit.isOpen, false);
  assert.deepEqual(changes, []);
});

Deno.test("while the oldest call waits, the others are released and newcomers do not ask", async () => {
  using fixture = await startFixture();
  const oldest = fixture.ask();
  const others = [fixture.ask(), fixture.ask(), fixture.ask()];
  for (const other of others) await other.released();
  assert.equal(fixture.asked, 4);
  await fixture.ask().released();
  assert.equal(fixture.asked, 4);
  assert.equal(fixture.circuit.isOpen, false);

  oldest.resolve("late");
  assert.equal(await oldest.result, "late");
  const next = fixture.ask();
  next.resolve("answer");
  assert.equal(await next.result, "answer");
  assert.deepEqual(fixture.changes, []);
});

Deno.test("an answer to a call that was released lets the next ones ask again", async () => {
  using fixture = await startFixture();
  fixture.ask();
  const other = fixture.ask();
  await other.released();
  other.resolve("late");
  await other.promise;
  const next = fixture.ask();
  next.resolve("answer");
  assert.equal(await next.result, "answer");
});

Deno.test("what fails without an answer opens the circuit until a probe succeeds", async () => {
  let isAway = false;
  const probe = () => isAway ? Promise.reject(new Error("away")) : Promise.resolve();
  using fixture = await startFixture({ probe, hedgeMs: 60_000 });
  const { circuit, changes } = fixture;
  const [failing, waiting] = [fixture.ask(), fixture.ask()];
  isAway = true;
  failing.reject(new Error("timed out"));
  await assert.rejects(failing.result, { message: "timed out" });
  await waiting.released();
  assert.equal(circuit.isOpen, true);
  await fixture.ask().released();
  assert.equal(fixture.asked, 2);

  isAway = false;
  await until("a probe closes the circuit", () => !circuit.isOpen);
  const next = fixture.ask();
  next.resolve("answer");
  assert.equal(await next.result, "answer");
  assert.deepEqual(changes, ["open: timed out", "closed"]);
});

Deno.test("a probe that fails opens the circuit without any call", async () => {
  let probes = 0;
  const probe = () => ++probes < 3 ? Promise.resolve() : Promise.reject(new Error("away"));
  using fixture = await startFixture({ probe });
  await until("a probe opens the circuit", () => fixture.circuit.isOpen);
  assert.deepEqual(fixture.changes, ["open: away"]);
});

Deno.test("nothing is asked before the first probe, nor after the end", async () => {
  const circuit = createCircuit({
    probe: () => Promise.resolve(),
    probeEveryMs: 5,
    hedgeMs: 5,
    isAnswer: () => false,
    onChange: () => assert.fail(),
  });
  const ask = () => circuit.run(() => Promise.resolve("answer"));
  await assert.rejects(ask(), CircuitOpen);
  await circuit.start();
  assert.equal(await ask(), "answer");
  circuit.stop();
  await assert.rejects(ask(), CircuitOpen);
});
