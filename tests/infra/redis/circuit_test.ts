import assert from "node:assert/strict";
import { errorText } from "../../../domain/error_text.ts";
import { CircuitOpenError, createCircuit } from "../../../infra/redis/circuit.ts";
import { until } from "../../../testing/until.ts";

class ReplyError extends Error {}

interface FixtureOptions {
  readonly probe?: () => Promise<void>;
  readonly hedgeMs?: number;
}

/** A closed circuit; the test decides when its calls receive a reply. */
async function startFixture(options: FixtureOptions = {}) {
  const { probe = () => Promise.resolve(), hedgeMs = 5 } = options;
  const states: string[] = [];
  const circuit = createCircuit({
    probe,
    probeEveryMs: 5,
    hedgeMs,
    isReply: (error) => error instanceof ReplyError,
    onState: (error) => states.push(error === undefined ? "closed" : `open: ${errorText(error)}`),
  });
  await circuit.start();
  return {
    circuit,
    states,
    calls: 0,
    /** A call; resolving or rejecting it is the reply. */
    call() {
      const answer = Promise.withResolvers<string>();
      const result = circuit.run(() => {
        this.calls++;
        return answer.promise;
      });
      let failure: unknown;
      result.catch((error) => failure = error);
      const isReleased = () => failure instanceof CircuitOpenError;
      return { ...answer, result, released: () => until("the call is released", isReleased) };
    },
    [Symbol.dispose]: () => circuit.stop(),
  };
}

Deno.test("results and error replies pass a closed circuit and leave it closed", async () => {
  using fixture = await startFixture();
  const { circuit, states } = fixture;
  assert.equal(await circuit.run(() => Promise.resolve("answer")), "answer");
  await assert.rejects(circuit.run(() => Promise.reject(new ReplyError("no"))), ReplyError);
  assert.equal(circuit.isOpen, false);
  assert.deepEqual(states, []);
});

Deno.test("while the oldest call is overdue, all other calls are rejected and new ones are not made", async () => {
  using fixture = await startFixture();
  const oldest = fixture.call();
  const others = [fixture.call(), fixture.call(), fixture.call()];
  for (const other of others) await other.released();
  assert.equal(fixture.calls, 4);
  await fixture.call().released();
  assert.equal(fixture.calls, 4);
  assert.equal(fixture.circuit.isOpen, false);

  oldest.resolve("late");
  assert.equal(await oldest.result, "late");
  const next = fixture.call();
  next.resolve("answer");
  assert.equal(await next.result, "answer");
  assert.deepEqual(fixture.states, []);
});

Deno.test("a reply to a released call closes a suspect circuit", async () => {
  using fixture = await startFixture();
  fixture.call();
  const other = fixture.call();
  await other.released();
  other.resolve("late");
  await other.promise;
  const next = fixture.call();
  next.resolve("answer");
  assert.equal(await next.result, "answer");
});

Deno.test("a failure without a reply opens the circuit until a probe succeeds", async () => {
  let isAway = false;
  const probe = () => isAway ? Promise.reject(new Error("away")) : Promise.resolve();
  using fixture = await startFixture({ probe, hedgeMs: 60_000 });
  const { circuit, states } = fixture;
  const [failing, waiting] = [fixture.call(), fixture.call()];
  isAway = true;
  failing.reject(new Error("timed out"));
  await assert.rejects(failing.result, { message: "timed out" });
  await waiting.released();
  assert.equal(circuit.isOpen, true);
  await fixture.call().released();
  assert.equal(fixture.calls, 2);

  isAway = false;
  await until("a probe closes the circuit", () => !circuit.isOpen);
  const next = fixture.call();
  next.resolve("answer");
  assert.equal(await next.result, "answer");
  assert.deepEqual([states[0], states.at(-1)], ["open: timed out", "closed"]);
});

Deno.test("a failed probe opens the circuit without any call, and each reason is reported", async () => {
  const results = ["", "", "away", "denied", "denied", ""];
  const probe = () => {
    const message = results.shift();
    return message ? Promise.reject(new Error(message)) : Promise.resolve();
  };
  using fixture = await startFixture({ probe });
  await until("a probe closes the circuit again", () => fixture.states.includes("closed"));
  assert.deepEqual(fixture.states, ["open: away", "open: denied", "open: denied", "closed"]);
});

Deno.test("calls are rejected before the first probe and after stop()", async () => {
  const circuit = createCircuit({
    probe: () => Promise.resolve(),
    probeEveryMs: 5,
    hedgeMs: 5,
    isReply: () => false,
    onState: () => assert.fail(),
  });
  const call = () => circuit.run(() => Promise.resolve("answer"));
  await assert.rejects(call(), CircuitOpenError);
  await circuit.start();
  assert.equal(await call(), "answer");
  circuit.stop();
  await assert.rejects(call(), CircuitOpenError);
});

Deno.test("a probe that ends after stop() does not close the circuit", async () => {
  const probe = Promise.withResolvers<void>();
  const circuit = createCircuit({
    probe: () => probe.promise,
    probeEveryMs: 5,
    hedgeMs: 5,
    isReply: () => false,
    onState: () => assert.fail(),
  });
  circuit.start();
  circuit.stop();
  probe.resolve();
  await probe.promise;
  await assert.rejects(circuit.run(() => Promise.resolve("answer")), CircuitOpenError);
});
