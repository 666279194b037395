import assert from "node:assert/strict";
import { type Program, startProgram } from "../support/program.ts";
import { exchange, requestText } from "../support/raw_http.ts";
import { until } from "../support/until.ts";
import { coverageEnvironment } from "./run.ts";

const DESCRIPTORS = 128;

Deno.test("a service without file descriptors left answers again when there are some", async (t) => {
  const through = ["/bin/sh", "-c", `ulimit -n ${DESCRIPTORS}; exec "$@"`, "sh"];
  await using program = await startProgram({
    form: "source",
    env: { ...coverageEnvironment(), COMPUTE_WORKERS: "1" },
    through,
  });
  const { token } = await program.newUser();
  const connections = await openMany(program);

  await t.step("it says that it cannot accept", async () => {
    const line = await until(
      "accepting fails",
      () => program.log().find(({ message }) => message === "accepting_failed"),
    );
    assert.match(String(line.error), /Too many open files/);
  });

  for (const connection of connections) connection.close();

  await t.step("then it listens again, and knows what it knew", async () => {
    const question = requestText("GET /retrieve_info", { Authorization: `Bearer ${token}` });
    const answer = await until(
      "it answers on a new connection",
      () => exchange(portOf(program), question).catch(() => undefined),
    );
    assert.equal(answer.status, 200);
  });

  await t.step("and stops in an orderly way", async () => {
    const { code, stderr } = await program.end("SIGTERM");
    assert.deepEqual([code, stderr], [0, ""]);
  });
});

/** More connections than the service can accept; some are refused. */
async function openMany({ port }: Program): Promise<Deno.TcpConn[]> {
  const connecting = Array.from(
    { length: DESCRIPTORS },
    () => Deno.connect({ hostname: "127.0.0.1", port }),
  );
  const opened = await Promise.allSettled(connecting);
  return opened.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
}

/** Where the program listens now: unless one is configured, each time on another free port. */
function portOf(program: Program): number {
  const line = program.log().findLast(({ message }) => message === "listening");
  return Number(new URL(String(line?.address)).port);
}
