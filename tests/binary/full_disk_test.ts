import assert from "node:assert/strict";
import { expectProblem } from "../../testing/expect.ts";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";
import { smallDisks } from "./small_disk.ts";

for (const [name, createDisk] of Object.entries(await smallDisks())) {
  Deno.test(`a full disk makes calculations unavailable and loses nothing: ${name}`, async (t) => {
    await using disk = await createDisk();
    await using program = await startProgram({ ...disk.launch, dataDir: disk.dataDir });
    const { token } = await program.newUser();
    const answered: string[] = [];
    let n = 0;

    /** Runs the next calculation and returns whether it was answered. */
    async function ask(): Promise<boolean> {
      const response = await program.post("/factorial", { n: ++n }, token);
      if (response.status === 200) answered.push((await response.json()).id);
      else await expectProblem(response, "unavailable");
      return response.ok;
    }

    async function assertLogged(): Promise<void> {
      const logged = new Set((await program.entries(token)).map(({ id }) => id));
      assert.deepEqual(new Set(answered).difference(logged), new Set());
    }

    assert.ok(await ask());
    await disk.fill(program.pid);

    await t.step("calculations are unavailable once they cannot be recorded", async () => {
      await until("a calculation is refused", async () => !await ask());
      const response = await program.post("/factorial", { n: ++n }, token);
      assert.ok(Number(response.headers.get("retry-after")) > 0);
      await expectProblem(response, "unavailable");
    });
    await t.step("/health reports it, and the process is alive", async () => {
      const { code, checks } = await healthOf(program);
      assert.equal(code, 503);
      assert.equal(checks.database, "failing");
      await expectStatus(await program.get("/health/live"), 200);
      assert.ok(program.log().some(({ message }) => message === "database_failing"));
    });
    await t.step("the log is readable and has every answer", assertLogged);
    await t.step("no account is partially created", async () => {
      const account = { username: "ada", password: PASSWORD };
      await expectProblem(await program.post("/signup2", account), "unavailable");
      await expectProblem(await program.post("/token", account), "invalid_credentials");
    });

    await disk.free(program.pid);

    await t.step("it recovers when there is space again", async () => {
      await until("/health is ok", async () => (await healthOf(program)).code === 200);
      assert.ok(await ask());
      await program.newUser("ada");
      await assertLogged();
    });
    await t.step("it stops gracefully", async () => {
      const { code, stderr } = await program.end("SIGTERM");
      assert.equal(code, 0, stderr);
    });
  });

  Deno.test(`a start on a full disk succeeds as soon as there is space: ${name}`, async (t) => {
    await using disk = await createDisk();
    const launch = await disk.launchFull();
    await using program = await startProgram({ ...launch, dataDir: disk.dataDir });

    await t.step(
      "without space it is alive but not ready, and its log has the reason",
      async () => {
        await expectStatus(await program.get("/health/live"), 200);
        await expectStatus(await program.get("/health/ready"), 503);
        assert.equal((await healthOf(program)).checks.database, "failing");
        const line = program.log().find(({ message }) => message === "database_failing");
        assert.equal(line?.level, "error");
        assert.match(String(line?.error), /disk|full/);
      },
    );
    await t.step("operations that need the database are unavailable", async () => {
      const account = { username: "ada", password: PASSWORD };
      await expectProblem(await program.post("/signup2", account), "unavailable");
      await expectProblem(await program.post("/token", account), "unavailable");
    });

    await disk.free(program.pid);

    await t.step("it becomes ready when there is space", async () => {
      await until("the program is ready", async () => (await healthOf(program)).code === 200);
      await program.newUser();
    });
  });
}

async function healthOf(program: Program) {
  const response = await program.get("/health");
  return { code: response.status, checks: (await response.json()).checks };
}
