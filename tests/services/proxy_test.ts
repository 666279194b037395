import assert from "node:assert/strict";
import { cookieNames } from "../../testing/cookie_names.ts";
import { makeDirectory, type TestDirectory } from "../../testing/directory.ts";
import { eventsOf } from "../../testing/events.ts";
import { expectStatus, type HttpClient } from "../../testing/http_client.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { PROXIES, startProxy } from "../../testing/proxies.ts";
import { PASSWORD } from "../../testing/service.ts";
import { freePort } from "../../testing/free_port.ts";
import { until } from "../../testing/until.ts";

for (const program of PROXIES) {
  Deno.test({
    name: `${program.name} with the configuration of deploy/ serves two replicas`,
    ignore: program.path === undefined,
    fn: async (t) => {
      await using directory = await makeDirectory();
      const port = freePort();
      const origin = `http://localhost:${port}`;
      await using first = await startReplica(directory, origin);
      await using second = await startReplica(directory, origin);
      await using proxy = await startProxy(program, { directory, port, replicas: [first, second] });
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
        assert.deepEqual(cookieNames(response), ["__Host-device", "__Host-session"]);
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
          () =>
            [...first.log(), ...second.log()].find(({ message }) => message === "sign_in_failed"),
        );
        assert.equal(failure.address, "127.0.0.1");
      });

      await t.step(
        "progress is not buffered, and disconnecting from the proxy cancels",
        async () => {
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
        },
      );

      await t.step("after one replica is killed, the other answers every request", async () => {
        await first.end("SIGKILL");
        // Caddy 2.6 cannot retry a request with a body.
        for (let turn = 0; turn < 50; turn++) {
          await expectStatus(await proxy.get("/retrieve_info", token), 200);
        }
      });
    },
  });

  Deno.test({
    name:
      `${program.name} lets no replica answer that is not ready, and keeps using one that is overloaded`,
    ignore: program.path === undefined,
    fn: async (t) => {
      await using directory = await makeDirectory();
      const port = freePort();
      await using ready = await startReplica(directory, `http://localhost:${port}`);
      await using waiting = await startProgram({ env: { DATABASE_URL: UNREACHABLE } });
      await using overloaded = startOverloaded();
      const { token } = await ready.newUser();

      await t.step("only the replica that is ready answers", async () => {
        await using proxy = await startProxy(program, {
          directory,
          port,
          replicas: [ready, waiting],
        });
        await until(
          "the proxy has checked the replicas",
          async () => (await statuses(proxy, token)).every((status) => status === 200),
        );
        assert.deepEqual(new Set(await statuses(proxy, token)), new Set([200]));
      });
      await t.step(
        "a replica that refuses requests because it is overloaded stays in use",
        async () => {
          await using proxy = await startProxy(program, {
            directory,
            port,
            replicas: [ready, overloaded],
          });
          for (const _ of [1, 2]) {
            const before = overloaded.refused();
            await until("the overloaded replica is asked", async () => {
              await statuses(proxy, token);
              return overloaded.refused() > before;
            });
          }
        },
      );
      await t.step("if no replica is ready, the answer of one of them says why", async () => {
        await using proxy = await startProxy(program, { directory, port, replicas: [waiting] });
        const problem = await until("the replica answers", async () => {
          const response = await proxy.post("/factorial", { n: 5 }, token);
          return response.headers.get("content-type")?.includes("problem") && await response.json();
        });
        assert.equal(problem.code, "unavailable");
      });
    },
  });
}

/** No server listens on this port. */
const UNREACHABLE = "postgres://mathcalculator@127.0.0.1:1/mathcalculator";

/** Statuses of calculations sent four at a time. */
async function statuses(proxy: HttpClient, token: string): Promise<number[]> {
  async function send(): Promise<number> {
    const response = await proxy.post("/factorial", { n: 5 }, token);
    await response.body?.cancel();
    return response.status;
  }

  const found: number[] = [];
  while (found.length < 40) found.push(...await Promise.all([send(), send(), send(), send()]));
  return found;
}

/** A server that is ready and refuses every calculation. */
function startOverloaded() {
  let refused = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ({ url }) => {
    if (url.endsWith("/health/ready")) return Response.json({ status: "ok" });
    refused++;
    return Response.json({ code: "overloaded" }, { status: 503 });
  });
  return {
    port: server.addr.port,
    refused: () => refused,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

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
