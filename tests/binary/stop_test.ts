import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { expectProblem } from "../../testing/expect.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { ANY_SIZE, computeLoad, slowFactorial } from "../../testing/long_calculations.ts";
import { until } from "../../testing/until.ts";

const QUESTIONS = 30;

/** The next prime is 8,347 numbers away: finding it takes about a minute. */
const UNFINISHABLE = 10n ** 1_800n;

const env = { ...ANY_SIZE, COMPUTE_WORKERS: "1" };

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`${signal} lets calculations end or refuses them, and loses none`, async (t) => {
    await using directory = await makeDirectory();
    const dataDir = directory.path;
    let token: string;
    let answered: string[] = [];
    let refused = 0;
    {
      await using program = await startProgram({ dataDir, env });
      ({ token } = await program.newUser());
      const n = await slowFactorial(program, token, 0.5);
      const before = (await program.entries(token)).map(({ id }) => id);
      let ended = 0;
      const ask = (path: string, n: number | bigint) =>
        outcomeOf(program, path, n, token).finally(() => ended++);
      const haveArrived = async (count: number) => {
        const { busy, queued } = await computeLoad(program);
        return ended + busy + queued >= count;
      };
      const answers = Array.from(
        { length: QUESTIONS },
        (_, index) => ask("/factorial", n + 1 + index),
      );
      await until("all questions have reached the program", () => haveArrived(QUESTIONS));
      answers.push(ask("/nextprime", UNFINISHABLE));
      await until("the last question has too", () => haveArrived(QUESTIONS + 1));
      const { code, stderr } = await program.end(signal);
      const ids = await Promise.all(answers);

      await t.step("it exits with 0 in time", () => assert.equal(code, 0, stderr));
      await t.step("calculations that finish in time are answered", () => {
        assert.ok(ids.some((id) => id !== undefined));
      });
      answered = [...before, ...ids.filter((id) => id !== undefined)];
      refused = ids.filter((id) => id === undefined).length;
      await t.step("other calculations get unavailable", () => assert.ok(refused > 0));
    }
    await t.step("it restarts with one entry for each answer", async () => {
      await using program = await startProgram({ dataDir, env });
      const { ok = [], cancelled = [], ...others } = Object.groupBy(
        await program.entries(token),
        ({ outcome }) => outcome,
      );
      assert.deepEqual(ok.map(({ id }) => id).sort(), answered.sort());
      assert.equal(cancelled.length, refused);
      assert.deepEqual(others, {});
    });
  });
}

Deno.test("it stops while clients keep connections open", async (t) => {
  const starts = {
    "without a request": "",
    "in the middle of the headers": "POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Ty",
    "in the middle of the body":
      "POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nuser",
  };
  for (const [name, text] of Object.entries(starts)) {
    await t.step(name, async () => {
      await using program = await startProgram();
      using connection = await Deno.connect({ hostname: "127.0.0.1", port: program.port });
      await connection.write(new TextEncoder().encode(text));
      await program.get("/health/live").then((response) => response.text());
      const { code, stderr } = await program.end("SIGTERM");
      assert.equal(code, 0, stderr);
    });
  }
});

/** Id of the answer; undefined if the calculation was refused because of the stop. */
async function outcomeOf(
  program: Program,
  path: string,
  n: number | bigint,
  token: string,
): Promise<string | undefined> {
  const response = await program.post(path, { n: String(n) }, token);
  if (response.status === 200) return (await response.json()).id;
  await expectProblem(response, "unavailable");
  assert.ok(Number(response.headers.get("retry-after")) > 0);
  return undefined;
}
