import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { IGNORE_FAULTS, isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, PAUSED } from "../../testing/fault_driver.ts";

Deno.test({
  name: "each calculation that no destination records is refused and counted",
  ignore: IGNORE_KAFKA || IGNORE_FAULTS || isIgnored("postgres"),
  fn: async () => {
    await using driver = createFaultDriver();
    await using database = await createTestDatabase();
    await using program = await startProgram({
      env: { ...newTopic().env, DATABASE_URL: database.url },
    });
    const { token } = await program.newUser();
    const ask = async () => {
      const response = await program.post("/factorial", { n: 5 }, token);
      await response.body?.cancel();
      return response.status;
    };
    await until("events are ok", async () => {
      const { checks } = await (await program.get("/health")).json();
      return checks.events === "ok";
    });
    assert.equal(await ask(), 200);
    assert.equal(await refusedBy(program), 0);
    await driver.during(PAUSED, ["postgres", "kafka"], async () => {
      assert.deepEqual([await ask(), await ask()], [503, 503]);
      assert.equal(await refusedBy(program), 2);
    });
    await until("calculations are recorded again", async () => await ask() === 200);
  },
});

async function refusedBy(program: Program): Promise<number> {
  const text = await (await program.get("/metrics")).text();
  const sample = /^request_log_unrecorded_entries_total\{cause="unavailable"\} (\d+)$/m;
  return Number(sample.exec(text)?.[1]);
}
