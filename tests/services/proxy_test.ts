import assert from "node:assert/strict";
import { makeDirectory, type TestDirectory } from "../../testing/directory.ts";
import { eventsOf } from "../../testing/events.ts";
import { createHttpClient, expectStatus, type HttpClient } from "../../testing/http_client.ts";
import { installed } from "../../testing/installed.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { PROJECT } from "../../testing/program_command.ts";
import { PASSWORD } from "../../testing/service.ts";
import { freePort } from "../../testing/free_port.ts";
import { until } from "../../testing/until.ts";

const CADDY = installed("caddy");

/** Host name that Compose resolves to the containers of the profile replicas. */
const UPSTREAMS = /dynamic a replica 8000 \{[^}]*\}/;

interface Proxy extends HttpClient, AsyncDisposable {}

Deno.test({
  name: "Caddy with the configuration of deploy/ serves two replicas",
  ignore: CADDY === undefined,
  fn: async (t) => {
    await using directory = await makeDirectory();
    const port = freePort();
    const origin = `http://localhost:${port}`;
    await using first = await startReplica(directory, origin);
    await using second = await startReplica(directory, origin);
    await using proxy = await startProxy(directory, port, [first, second]);
    const { username, token } = await proxy.newUser();

    await t.step("both replicas respond", async () => {
      await until("each has answered a calculation", async () => {
        await expectStatus(await proxy.post("/factorial", { n: 5 }, token), 200);
        return answered(first) > 0 && answered(second) > 0;
      });
    });

    await t.step("a browser signs in at the address of the proxy", async () => {
      const response = await proxy.request("/login", {
        method: "POST",
        body: new URLSearchParams({ username, password: PASSWORD }),
        headers: { Accept: "text/html", Origin: origin, "Sec-Fetch-Site": "same-origin" },
        redirect: "manual",
      });
      await response.body?.cancel();
      assert.equal(response.status, 303);
      assert.match(response.headers.get("set-cookie")!, /^__Host-session=/);
    });

    await t.step("a client cannot forge its address", async () => {
      const refused = await proxy.request("/token", {
        method: "POST",
        body: new URLSearchParams({ username, password: "wrong" }),
        headers: { "X-Forwarded-For": "203.0.113.7" },
      });
      await expectStatus(refused, 401);
      const failure = await until(
        "the failure is logged",
        () => [...first.log(), ...second.log()].find(({ message }) => message === "sign_in_failed"),
      );
      assert.equal(failure.address, "127.0.0.1");
    });

    await t.step("progress is not buffered, and disconnecting from the proxy cancels", async () => {
      const headers = {
        Accept: "text/event-stream",
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
      };
      const n = "1723507";
      const body = JSON.stringify({ n });
      const response = await proxy.request("/factorial", { method: "POST", headers, body });
      for await (const { event } of eventsOf(response)) {
        assert.equal(event, "progress");
        break;
      }
      const entry = await until(
        "the calculation is recorded",
        async () => (await proxy.entries(token)).find(({ input }) => input.n === n),
      );
      assert.equal(entry.outcome, "cancelled");
    });

    await t.step("after one replica is killed, the other answers every request", async () => {
      await first.end("SIGKILL");
      // Caddy 2.6 cannot retry a request with a body.
      for (let turn = 0; turn < 50; turn++) {
        await expectStatus(await proxy.get("/retrieve_info", token), 200);
      }
    });
  },
});

function startReplica({ path }: TestDirectory, origin: string): Promise<Program> {
  return startProgram({
    dataDir: `${path}/data`,
    env: { PUBLIC_URL: origin, TRUSTED_PROXIES: "127.0.0.1" },
  });
}

/** Calculation requests in the log of a replica. */
function answered(program: Program): number {
  return program.log().filter(({ route }) => route === "/factorial").length;
}

/** Starts Caddy as Compose does, except for its port and the addresses of the replicas. */
async function startProxy(
  { path }: TestDirectory,
  port: number,
  replicas: readonly Program[],
): Promise<Proxy> {
  const text = await Deno.readTextFile(`${PROJECT}deploy/caddy/Caddyfile`);
  assert.match(text, UPSTREAMS);
  const upstreams = `to ${replicas.map((replica) => `127.0.0.1:${replica.port}`).join(" ")}`;
  const file = `${path}/Caddyfile`;
  await Deno.writeTextFile(file, text.replace(UPSTREAMS, upstreams).replace(":8080", `:${port}`));
  const child = new Deno.Command(CADDY!, {
    args: ["run", "--config", file, "--adapter", "caddyfile"],
    clearEnv: true,
    env: { HOME: path },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = new Response(child.stderr).text();
  const client = createHttpClient(`http://localhost:${port}`);

  async function dispose(): Promise<void> {
    child.kill("SIGKILL");
    await Promise.all([child.status, log]);
  }

  async function isReady(): Promise<boolean> {
    try {
      return (await client.get("/health/live")).ok;
    } catch {
      return false;
    }
  }

  const ended = child.status.then(async ({ code }) => {
    throw new Error(`Caddy ended with ${code}:\n${await log}`);
  });
  ended.catch(() => {});
  await Promise.race([until("Caddy listens", isReady), ended]);
  return { ...client, [Symbol.asyncDispose]: dispose };
}
