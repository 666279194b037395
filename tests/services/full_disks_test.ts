import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { expectProblem } from "../../testing/expect.ts";
import { freePort } from "../../testing/free_port.ts";
import { newTopic } from "../../testing/kafka.ts";
import { IGNORE_BROKER, startKafkaBroker } from "../../testing/kafka_broker.ts";
import { queryPostgres } from "../../testing/postgres.ts";
import {
  giveTo,
  postgresPrograms,
  runPostgresProgram,
  startPostgresServer,
  unprivilegedOwner,
} from "../../testing/postgres_server.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { canMountVolumes, mountVolume, type SmallVolume } from "../../testing/small_volume.ts";
import { until } from "../../testing/until.ts";
import { assertRecorded, COMPLETE_WITHIN_MS } from "./assert_recorded.ts";

const RECOVERY_MS = 5_000;
const POSTGRES_MB = 16;
const KAFKA_MB = 8;
const IGNORE_VOLUMES = !await canMountVolumes();

Deno.test({
  name: "a full disk of Postgres makes calculations unavailable and loses nothing",
  ignore: IGNORE_VOLUMES || postgresPrograms() === undefined,
  fn: async () => {
    await using volume = await mountVolume(POSTGRES_MB);
    await using postgres = await startPostgresOn(volume);
    await using program = await startProgram({ env: { DATABASE_URL: postgres.url } });
    await until("ready", async () => (await program.get("/health/ready")).ok);
    const { token } = await program.newUser();
    const answered = new Set<string>();
    await volume.fill();
    await until("a calculation is refused", async () => !await ask(program, token, answered));
    await until("not healthy", async () => (await program.get("/health")).status === 503);
    await volume.free();
    const freed = performance.now();
    await until("healthy", async () => (await program.get("/health")).ok, RECOVERY_MS);
    assert.ok(await ask(program, token, answered));
    console.log(`Postgres: recovered after ${Math.round(performance.now() - freed)} ms`);
    const logged = (await program.entries(token)).map(({ id }) => id);
    assert.deepEqual(answered.difference(new Set(logged)), new Set());
  },
});

Deno.test({
  name: "a broker that stopped on a full disk gets every entry once it runs again",
  ignore: IGNORE_VOLUMES || IGNORE_BROKER,
  fn: async () => {
    await using volume = await mountVolume(KAFKA_MB);
    const port = freePort();
    const address = `127.0.0.1:${port}`;
    await using broker = await startKafkaBroker(
      { port, advertised: address, protocol: "PLAINTEXT" },
      { dataDir: `${volume.path}/data` },
    );
    await using topic = newTopic({ kafkaBrokers: [address] });
    await using program = await startProgram({ env: topic.env });
    const { token } = await program.newUser();
    const answered = new Set<string>();
    const events = async () => (await (await program.get("/health")).json()).checks.events;
    await until("events are ok", async () => await events() === "ok");
    await volume.fill();
    await until("events are failing", async () => {
      assert.ok(await ask(program, token, answered), "the database records the answer");
      return await events() === "failing";
    }, 60_000);
    for (let n = 0; n < 50; n++) assert.ok(await ask(program, token, answered));
    await volume.free();
    await broker.restart();
    const since = performance.now();
    await until("events are ok", async () => await events() === "ok", COMPLETE_WITHIN_MS);
    console.log(`Kafka: recovered after ${Math.round(performance.now() - since)} ms`);
    await assertRecorded(answered, { client: program, token, topic });
  },
});

/** Starts a server with a database whose tables are on the volume and whose log is not. */
async function startPostgresOn(volume: SmallVolume) {
  const directory = await makeDirectory();
  const owner = await unprivilegedOwner();
  const [data, tables] = [`${directory.path}/data`, `${volume.path}/tables`];
  await Deno.mkdir(tables);
  await giveTo(owner, directory.path);
  await giveTo(owner, volume.path);
  const access = ["--auth=trust", "--username=postgres"];
  await runPostgresProgram("initdb", [...access, "--no-sync", "--pgdata", data], owner);
  const port = freePort();
  const address = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const server = await startPostgresServer({ data, owner, settings, address });
  await queryPostgres(address, `create tablespace small location '${tables}'`);
  await queryPostgres(address, "create database small tablespace small");
  return {
    url: `postgres://postgres@127.0.0.1:${port}/small`,
    [Symbol.asyncDispose]: async () => {
      await server.end("SIGINT");
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** Asks for a result of 1,000 digits and returns whether it was answered. */
async function ask(program: Program, token: string, answered: Set<string>): Promise<boolean> {
  const response = await program.post("/pow", { base: 10, exponent: 999 }, token);
  if (response.status === 200) answered.add((await response.json()).id);
  else await expectProblem(response, "unavailable");
  return response.ok;
}
