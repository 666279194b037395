import assert from "node:assert/strict";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, startReadyProgram } from "../../testing/program.ts";
import { exchange, requestText } from "../../testing/raw_http.ts";
import { until } from "../../testing/until.ts";
import { coverageEnvironment } from "./run.ts";

const BUNDLED = { form: "bundled", env: coverageEnvironment() } as const;
const FORM = "application/x-www-form-urlencoded";
const DESCRIPTORS = 128;

Deno.test("a malformed Host header is answered with 400, and the service continues", async (t) => {
  await using program = await startReadyProgram(BUNDLED);
  for (const host of ["a b", "<script>", "[::1", "localhost:99999", "%zz", "user@"]) {
    await t.step(host, async () => {
      for (const line of ["GET /", "GET /login", "POST /login"]) {
        const headers = { Accept: "text/html", "Content-Type": FORM, Connection: "close" };
        const request = requestText(line, headers).replace("localhost", host);
        const { status, text } = await exchange(program.port, request);
        assert.equal(status, 400, line);
        assert.match(text, /Cannot read the Host header/);
      }
      await expectStatus(await program.get("/health/live"), 200);
    });
  }
  assert.deepEqual(program.log().filter(({ level }) => level === "error"), []);
});

Deno.test("over the network, a HEAD response has the Content-Length of GET, or none", async () => {
  await using program = await startReadyProgram(BUNDLED);
  // fetch() decompresses what it receives.
  const headers = { "Accept-Encoding": "identity" };
  const head = await program.request("/openapi.json", { method: "HEAD", headers });
  assert.equal(await head.text(), "");
  const document = await (await program.request("/openapi.json", { headers })).arrayBuffer();
  assert.equal(head.headers.get("content-length"), String(document.byteLength));
  const page = await program.request("/factorial?n=5", { method: "HEAD" });
  assert.equal(page.status, 200);
  assert.equal(page.headers.get("content-length"), null);
});

Deno.test("a service that ran out of file descriptors recovers", async (t) => {
  const through = ["/bin/sh", "-c", `ulimit -n ${DESCRIPTORS}; exec "$@"`, "sh"];
  await using program = await startReadyProgram({
    form: "bundled",
    env: { ...coverageEnvironment(), COMPUTE_WORKERS: "1" },
    through,
  });
  const { token } = await program.newUser();
  const connections = await openMany(program);

  await t.step("it logs that accepting fails", async () => {
    const line = await until(
      "accepting fails",
      () => program.log().find(({ message }) => message === "accepting_failed"),
    );
    assert.match(String(line.error), /Too many open files/);
  });

  for (const connection of connections) connection.close();

  await t.step("it listens again and keeps its state", async () => {
    const question = requestText("GET /retrieve_info", { Authorization: `Bearer ${token}` });
    const answer = await until(
      "it answers on a new connection",
      () => exchange(portOf(program), question).catch(() => undefined),
    );
    assert.equal(answer.status, 200);
  });

  await t.step("it stops gracefully", async () => {
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

/** The current port of the program, which changes with every reopening because it is not configured. */
function portOf(program: Program): number {
  const line = program.log().findLast(({ message }) => message === "listening");
  return Number(new URL(String(line?.address)).port);
}
