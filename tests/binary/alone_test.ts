import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { expectStatus } from "../../testing/http_client.ts";
import { callTool } from "../../testing/mcp_calls.ts";
import { connectMcp, MCP_ERAS } from "../../testing/mcp_client.ts";
import { startProgram } from "../../testing/program.ts";

/** Media type and part of the body of each path. */
const CONTENT: Readonly<Record<string, readonly [type: string, part: RegExp]>> = {
  "/": ["text/html; charset=utf-8", /<h1>/],
  "/login": ["text/html; charset=utf-8", /<input[^>]*name="password"/],
  "/signup": ["text/html; charset=utf-8", /<input[^>]*name="username"/],
  "/factorial": ["text/html; charset=utf-8", /<input[^>]*name="n"/],
  "/fibonacci": ["text/html; charset=utf-8", /<input[^>]*name="n"/],
  "/pow": ["text/html; charset=utf-8", /<input[^>]*name="exponent"/],
  "/problems/overloaded": ["text/html; charset=utf-8", /Retry-After/],
  "/docs": ["text/html; charset=utf-8", /<h1>API reference<\/h1>/],
  "/assets/style.css": ["text/css; charset=utf-8", /\{/],
  "/assets/icon.svg": ["image/svg+xml", /<svg/],
  "/assets/reference.css": ["text/css; charset=utf-8", /\.reference/],
  "/openapi.json": ["application/json", /^\{"openapi":"3\.1/],
  "/metrics": ["text/plain; version=0.0.4; charset=utf-8", /^http_requests_total\{/m],
  "/health": ["application/json", /"status":"ok"/],
  "/health/live": ["application/json", /"status":"ok"/],
  "/health/ready": ["application/json", /"status":"ok"/],
};

Deno.test("the compiled program runs in an empty directory without environment variables", async (t) => {
  await using directory = await makeDirectory();
  await using program = await startProgram({ cwd: directory.path, dataDir: null });

  for (const [path, [type, part]] of Object.entries(CONTENT)) {
    await t.step(`GET ${path}`, async () => {
      const accept = type.startsWith("text/html") ? "text/html" : "*/*";
      const response = await program.get(path, undefined, { Accept: accept });
      const text = await expectStatus(response, 200);
      assert.equal(response.headers.get("content-type"), type);
      assert.match(text, part);
    });
  }

  await t.step("the tables exist: an account, a calculation and its entry are stored", async () => {
    const { token } = await program.newUser();
    const response = await program.post("/factorial", { n: 20000 }, token);
    const { id, digits } = JSON.parse(await expectStatus(response, 200));
    assert.equal(digits, 77338);
    assert.deepEqual((await program.entries(token)).map((entry) => entry.id), [id]);
  });

  await t.step("it contains what clients of /mcp need", async () => {
    const { token: credential } = await program.newUser();
    for (const era of MCP_ERAS) {
      await using mcp = await connectMcp(program.address, { era, credential });
      const { text } = await callTool(mcp, "calculate", { expression: "2^100 + 1" });
      assert.equal(text, "2^100 + 1 = 1267650600228229401496703205377");
    }
  });

  await t.step("it creates the directory data and nothing else", () => {
    assert.deepEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name), ["data"]);
    for (const { name } of Deno.readDirSync(`${directory.path}/data`)) {
      assert.match(name, /^mathcalculator\.db(-wal|-shm|\.lock)?$/);
    }
  });

  await t.step("only its own user can read the data", async () => {
    const modeOf = async (path: string) => (await Deno.stat(path)).mode! & 0o777;
    assert.equal(await modeOf(`${directory.path}/data`), 0o700);
    for (const { name } of Deno.readDirSync(`${directory.path}/data`)) {
      assert.equal(await modeOf(`${directory.path}/data/${name}`), 0o600, name);
    }
  });

  await t.step("it writes nothing to standard error", async () => {
    assert.equal((await program.end("SIGTERM")).stderr, "");
  });
});
