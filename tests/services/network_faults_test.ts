import assert from "node:assert/strict";
import { IGNORE_BACKENDS } from "../../testing/backends.ts";
import { createBackendsBehindRelays } from "../../testing/backends_behind_relays.ts";
import { seconds } from "../../testing/fault_driver.ts";
import { IGNORE_BROKER } from "../../testing/kafka_broker.ts";
import { type Load, startLoad } from "../../testing/load.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import type { Relay } from "../../testing/relay.ts";
import type { ServiceName } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { assertRecorded, COMPLETE_WITHIN_MS } from "./assert_recorded.ts";

const CLIENTS = 8;
const PAUSE_MS = 50;
const FAULT_SECONDS = 3;
const SOME_ANSWERS = 16;

/** On a busy machine a probe may be too slow, and the pauses between probes grow to a minute. */
const HEALTHY_WITHIN_MS = 90_000;

/** Longer than the session timeout of the consumer. */
const SUSPENDED_SECONDS = Number(Deno.env.get("SUSPENDED_SECONDS") || 8);

interface NetworkFault {
  begin(relay: Relay): void;
  end(relay: Relay): void;
}

const slow = (ms: number): NetworkFault => ({
  begin: (relay) => relay.delay(ms),
  end: (relay) => relay.delay(0),
});

const FAULTS: Readonly<Record<string, NetworkFault>> = {
  "200 ms of latency": slow(200),
  "1 s of latency": slow(1_000),
  "3 s of latency": slow(3_000),
  "half-open connections": { begin: (relay) => relay.silence(), end() {} },
  "connections cut in the middle of a reply": {
    begin: (relay) => relay.cutReplies(true),
    end: (relay) => relay.cutReplies(false),
  },
};

const SERVICES: readonly ServiceName[] = ["postgres", "redis", "kafka"];

Deno.test({
  name: "no answer is lost or refused while the network to one service is faulty",
  ignore: IGNORE_BACKENDS || IGNORE_BROKER,
  fn: async (t) => {
    await using backends = await createBackendsBehindRelays();
    const { env, topic, relays } = backends;
    await using program = await startProgram({ env });
    await until("ready", async () => (await program.get("/health/ready")).ok);
    const { token } = await program.newUser();
    const load = startLoad(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS });
    await areAnswered(load);
    for (const service of SERVICES) {
      for (const [name, { begin, end }] of Object.entries(FAULTS)) {
        await t.step(`${service}: ${name}`, async () => {
          begin(relays[service]);
          await seconds(FAULT_SECONDS);
          end(relays[service]);
          console.log(`${service}: ${name}: recovered after ${await recovery(program, load)} ms`);
          assert.deepEqual(load.refused, {});
        });
      }
    }
    await load.stop();
    await t.step(
      `all ${load.answered.size} answers are in the log and on the topic`,
      () => assertRecorded(load.answered, { client: program, token, topic }),
    );
  },
});

Deno.test({
  name: "with Postgres alone, a faulty network makes calculations unavailable and loses none",
  ignore: IGNORE_BACKENDS || IGNORE_BROKER,
  fn: async (t) => {
    await using backends = await createBackendsBehindRelays();
    const { DATABASE_URL } = backends.env;
    await using program = await startProgram({ env: { DATABASE_URL: DATABASE_URL! } });
    await until("ready", async () => (await program.get("/health/ready")).ok);
    const { token } = await program.newUser();
    const load = startLoad(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS });
    await areAnswered(load);
    for (const [name, { begin, end }] of Object.entries(FAULTS)) {
      await t.step(name, async () => {
        begin(backends.relays.postgres);
        await seconds(FAULT_SECONDS);
        end(backends.relays.postgres);
        console.log(`postgres alone: ${name}: recovered after ${await recovery(program, load)} ms`);
        const { unavailable: _, ...others } = load.refused;
        assert.deepEqual(others, {});
      });
    }
    await load.stop();
    await t.step(`all ${load.answered.size} answers are in the log`, async () => {
      const entries = (await program.entries(token)).map(({ id }) => id);
      assert.deepEqual(load.answered.difference(new Set(entries)), new Set());
      assert.equal(new Set(entries).size, entries.length);
    });
  },
});

Deno.test({
  name: `no answer is lost when the service is suspended for ${SUSPENDED_SECONDS} s`,
  ignore: IGNORE_BACKENDS || IGNORE_BROKER,
  fn: async (t) => {
    await using backends = await createBackendsBehindRelays();
    const { env, topic } = backends;
    await using program = await startProgram({ env });
    await until("ready", async () => (await program.get("/health/ready")).ok);
    const { token } = await program.newUser();
    const load = startLoad(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS });
    await areAnswered(load);
    Deno.kill(program.pid, "SIGSTOP");
    await seconds(SUSPENDED_SECONDS);
    Deno.kill(program.pid, "SIGCONT");
    console.log(`suspended: recovered after ${await recovery(program, load)} ms`);
    await load.stop();
    await t.step(
      `all ${load.answered.size} answers are in the log and on the topic`,
      () => assertRecorded(load.answered, { client: program, token, topic }),
    );
  },
});

/** Milliseconds until clients are answered and every check of /health is ok. */
async function recovery(program: Program, load: Load): Promise<number> {
  const ended = performance.now();
  await areAnswered(load);
  await until("healthy", async () => {
    const { status } = await (await program.get("/health")).json();
    return status === "ok";
  }, HEALTHY_WITHIN_MS);
  return Math.round(performance.now() - ended);
}

async function areAnswered({ answered }: Load): Promise<void> {
  const enough = answered.size + SOME_ANSWERS;
  await until("clients are answered", () => answered.size >= enough, COMPLETE_WITHIN_MS);
}
