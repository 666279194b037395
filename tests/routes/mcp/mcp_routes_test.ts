import assert from "node:assert/strict";
import { createKey, unknownKey } from "../../../testing/api_keys.ts";
import { expectProblem, recordedBy } from "../../../testing/expect.ts";
import { serveOverHttp } from "../../../testing/http_server.ts";
import { callTool } from "../../../testing/mcp_calls.ts";
import { connectMcp, MCP_ERAS } from "../../../testing/mcp_client.ts";
import { toolCall } from "../../../testing/mcp_request.ts";
import { startTestService, type TestService } from "../../../testing/service.ts";
import { until } from "../../../testing/until.ts";

/** Takes far longer than any test. */
const ENDLESS = "20000000!";
const ANY_SIZE = { maxDigits: 300_000_000, timeLimitMs: 600_000, mcpTimeLimitMs: 600_000 };

function post(
  app: TestService,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  return app.request("/mcp", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

const CALL = toolCall("calculate", { expression: "2^100" });
const CALL_HEADERS = {
  "MCP-Protocol-Version": "2026-07-28",
  "Mcp-Method": "tools/call",
  "Mcp-Name": "calculate",
};

function bearer(credential: string): Record<string, string> {
  return { Authorization: `Bearer ${credential}` };
}

async function busyIsolates(app: TestService): Promise<number> {
  const metrics = await (await app.get("/metrics")).text();
  return Number(/^compute_busy_isolates (\d+)$/m.exec(metrics)?.[1]);
}

async function outcomes(app: TestService, token: string): Promise<string[]> {
  const { entries } = await (await app.get("/logs", token)).json();
  return entries.map(({ outcome }: { readonly outcome: string }) => outcome);
}

for (const era of MCP_ERAS) {
  Deno.test(`a client of ${era} lists and calls the tools with an API key`, async () => {
    await using app = await startTestService({ config: { mcpTimeLimitMs: 600_000 } });
    await using server = serveOverHttp(app);
    const { token } = await app.newUser();
    const { id: keyId, key } = await createKey(app, token);
    await using mcp = await connectMcp(server.address, { era, credential: key });

    const { tools } = await mcp.client.listTools();
    assert.deepEqual(tools.map(({ name }) => name), ["calculate", "digits"]);
    for (const { annotations } of tools) {
      assert.ok(annotations?.readOnlyHint && annotations.idempotentHint);
    }

    const { structure, text, isError } = await callTool(mcp, "calculate", {
      expression: "200000!",
    });
    assert.equal(isError, false);
    assert.equal(structure.result, null);
    assert.equal(structure.digits, 973351);
    assert.match(text, /^200000! has 973351 digits\.\nFirst 40: 14202253454703144049/);
    const window = await callTool(mcp, "digits", { answer: structure.answer, count: 10 });
    assert.equal(window.structure.digits, "1420225345");

    const { entries } = await (await app.get("/logs", token)).json();
    assert.equal(entries.length, 1);
    assert.equal(entries[0].id, structure.answer);
    assert.equal(entries[0].key, keyId);
  });

  Deno.test(`a client of ${era} sees the progress and cancels a calculation`, async () => {
    await using app = await startTestService({ config: ANY_SIZE });
    await using server = serveOverHttp(app);
    const { token } = await app.newUser();
    await using mcp = await connectMcp(server.address, { era, credential: token });
    const cancel = new AbortController();
    const progress: number[] = [];
    const secondReport = Promise.withResolvers<void>();
    const call = mcp.client.callTool(
      { name: "calculate", arguments: { expression: ENDLESS } },
      {
        signal: cancel.signal,
        onprogress: (report) => {
          assert.equal(report.total, 1);
          assert.match(report.message ?? "", /^about [0-9]+ s left$/);
          if (progress.push(report.progress) === 2) secondReport.resolve();
        },
      },
    );
    await Promise.race([secondReport.promise, call]);
    assert.equal(await busyIsolates(app), 1);
    assert.ok(progress[1]! > progress[0]! && progress[1]! < 1);
    cancel.abort();
    await assert.rejects(call);
    await until("the isolate is free", async () => await busyIsolates(app) === 0);
    assert.deepEqual(await outcomes(app, token), ["cancelled"]);
    assert.deepEqual(app.logLines().filter(({ level }) => level === "error"), []);
  });

  Deno.test(`a client of ${era} that disconnects stops its calculation`, async (t) => {
    await using app = await startTestService({ config: ANY_SIZE });
    await using server = serveOverHttp(app);
    const { token } = await app.newUser();
    for (const comment of ["", `${"1 + ".repeat(200)}`]) {
      await t.step(`${comment.length} more characters`, async () => {
        const mcp = await connectMcp(server.address, { era, credential: token });
        const rejected = assert.rejects(mcp.client.callTool({
          name: "calculate",
          arguments: { expression: comment + ENDLESS },
        }));
        await until("an isolate is busy", async () => await busyIsolates(app) === 1);
        await mcp[Symbol.asyncDispose]();
        await rejected;
        await until("the isolate is free", async () => await busyIsolates(app) === 0);
      });
    }
    assert.deepEqual(await outcomes(app, token), ["cancelled", "cancelled"]);
  });

  Deno.test(`a client of ${era} is refused without a valid key`, async (t) => {
    await using app = await startTestService();
    await using server = serveOverHttp(app);
    const { token } = await app.newUser();
    const { id, key: revoked } = await createKey(app, token);
    await app.request(`/keys/${id}`, { method: "DELETE", headers: bearer(token) });
    const credentials = {
      "no key": undefined,
      "an unknown key": unknownKey(),
      "a revoked key": revoked,
    };
    for (const [name, credential] of Object.entries(credentials)) {
      await t.step(name, async () => {
        await assert.rejects(connectMcp(server.address, { era, credential }));
      });
    }
    await t.step("a key that is revoked during the connection", async () => {
      const { id, key } = await createKey(app, token);
      await using mcp = await connectMcp(server.address, { era, credential: key });
      assert.equal((await callTool(mcp, "calculate", { expression: "6*7" })).text, "6*7 = 42");
      await app.request(`/keys/${id}`, { method: "DELETE", headers: bearer(token) });
      await assert.rejects(callTool(mcp, "calculate", { expression: "6*7" }));
    });
  });
}

Deno.test("one call of a batch can be cancelled, also by a notification in a batch", async (t) => {
  const callOf = (id: number, expression: string) => ({
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name: "calculate", arguments: { expression } },
  });
  const cancellationOf = (requestId: number) => ({
    jsonrpc: "2.0",
    method: "notifications/cancelled",
    params: { requestId },
  });
  const expressions = [ENDLESS, `1 + ${ENDLESS}`] as const;

  for (const envelope of ["alone", "in a batch"]) {
    await t.step(`the notification comes ${envelope}`, async () => {
      await using app = await startTestService({ config: ANY_SIZE });
      const { token } = await app.newUser();
      const headers = {
        ...bearer(token),
        "MCP-Protocol-Version": "2025-03-26",
        "Mcp-Session-Id": crypto.randomUUID(),
      };
      const cancel = async (id: number) => {
        const message = cancellationOf(id);
        const body = envelope === "alone" ? message : [message];
        assert.equal((await post(app, body, headers)).status, 202);
      };
      const cancelled = (count: number) =>
        until(`${count} calls are cancelled`, async () => {
          const { entries } = await (await app.get("/logs", token)).json();

          assert.ok(entries.every(({ outcome }: { outcome: string }) => outcome === "cancelled"));
          return entries.length === count &&
            entries.map(({ input }: { input: { expression: string } }) => input.expression);
        });

      const batch = expressions.map((expression, id) => callOf(id, expression));
      const response = await post(app, batch, headers);
      await cancel(0);
      assert.deepEqual(await cancelled(1), [expressions[0]]);
      await until("the other call runs", async () => await busyIsolates(app) >= 1);
      await cancel(1);
      await cancelled(2);
      await until("no isolate is busy", async () => await busyIsolates(app) === 0);
      await response.text();
    });
  }
});

Deno.test("a call of a client of 2025 is answered with JSON unless it wants progress", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const headers = { ...bearer(token), "MCP-Protocol-Version": "2025-11-25" };
  const callWith = (meta: Readonly<Record<string, unknown>>) => {
    const { params: { name, arguments: args }, ...message } = CALL;
    return { ...message, params: { name, arguments: args, ...meta } };
  };

  async function jsonOf(body: unknown) {
    const response = await post(app, body, headers);
    assert.equal(response.headers.get("content-type"), "application/json");
    return await response.json();
  }

  await t.step("a call", async () => {
    const { id, result } = await jsonOf(callWith({}));
    assert.equal(id, CALL.id);
    assert.equal(result.structuredContent.result, "1267650600228229401496703205376");
  });
  await t.step("the list of tools", async () => {
    const { result } = await jsonOf({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    assert.deepEqual(
      result.tools.map(({ name }: { readonly name: string }) => name),
      ["calculate", "digits"],
    );
  });
  await t.step("a batch", async () => {
    const [first, second] = await jsonOf([callWith({}), { ...callWith({}), id: 2 }]);
    assert.deepEqual(
      [first, second].map(({ result }) => result.structuredContent.digits),
      [31, 31],
    );
  });
  await t.step("a call with a progress token", async () => {
    const response = await post(app, callWith({ _meta: { progressToken: 1 } }), headers);
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.match(await response.text(), /"result":"1267650600228229401496703205376"/);
  });
});

Deno.test("POST /mcp requires a bearer token or a key with the scope calculate", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  await expectProblem(await post(app, CALL, CALL_HEADERS), "unauthenticated");
  const { key } = await createKey(app, token, { scopes: ["log:read"] });
  await expectProblem(await post(app, CALL, { ...CALL_HEADERS, ...bearer(key) }), "forbidden");
  assert.equal((await post(app, CALL, { ...CALL_HEADERS, ...bearer(token) })).status, 200);
});

Deno.test("POST /mcp never accepts a cookie", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const signedIn = await app.request("/login", {
    method: "POST",
    headers: { Origin: "http://localhost:8000" },
    body: new URLSearchParams({ username, password: "correct horse battery" }),
  });
  const cookie = signedIn.headers.get("set-cookie")!.split(";")[0]!;
  const response = await post(app, CALL, { ...CALL_HEADERS, Cookie: cookie });
  await expectProblem(response, "unauthenticated");
});

Deno.test("POST /mcp refuses pages of other sites", async (t) => {
  await using app = await startTestService({
    config: { corsOrigins: ["https://inspector.example"] },
  });
  const { token } = await app.newUser();
  const cases = [
    ["http://localhost:8000", "http://localhost:8000", 200],
    ["http://127.0.0.1:8000", "http://127.0.0.1:8000", 200],
    ["http://localhost:8000", "https://inspector.example", 200],
    ["http://localhost:8000", "https://foreign.example", 403],
    ["http://localhost:8000", "http://localhost:3000", 403],
    ["http://localhost:8000", "null", 403],
    // A name that was rebound to this address.
    ["http://rebound.example:8000", "http://rebound.example:8000", 403],
  ] as const;
  for (const [own, origin, status] of cases) {
    await t.step(`${origin} at ${own}`, async () => {
      const response = await app.request("/mcp", {
        method: "POST",
        origin: own,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json, text/event-stream",
          Origin: origin,
          ...CALL_HEADERS,
          ...bearer(token),
        },
        body: JSON.stringify(CALL),
      });
      if (status === 403) await expectProblem(response, "forbidden");
      else assert.equal(response.status, 200, await response.text());
    });
  }
});

Deno.test("POST /mcp refuses headers that contradict the body", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const wrong = [
    { "Mcp-Method": "tools/list" },
    { "Mcp-Name": "digits" },
    { "MCP-Protocol-Version": "2025-11-25" },
  ];
  for (const headers of wrong) {
    await t.step(JSON.stringify(headers), async () => {
      const response = await post(app, CALL, { ...CALL_HEADERS, ...headers, ...bearer(token) });
      assert.equal(response.status, 400);
      const { error } = await response.json();
      assert.equal(error.code, -32020);
    });
  }
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("POST /mcp answers what is no message with an error of the caller", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const bodies = ["", "{", "[]", "null", "5", '"x"', "{}", '{"jsonrpc":"2.0"}', "[[[[1]]]]"];
  for (const body of bodies) {
    await t.step(JSON.stringify(body), async () => {
      const response = await app.request("/mcp", {
        method: "POST",
        headers: { "Content-Type": "application/json", ...bearer(token) },
        body,
      });
      const text = await response.text();
      assert.ok(response.status >= 400 && response.status < 500, `${response.status} ${text}`);
    });
  }
});

Deno.test("GET and DELETE of /mcp are not allowed", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const response = await app.get("/mcp", token);
  assert.equal(response.headers.get("allow"), "POST");
  await expectProblem(response, "method_not_allowed");
});

Deno.test("responses of /mcp have a request id and are in the application log", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const response = await post(app, CALL, { ...CALL_HEADERS, ...bearer(token) });
  const id = response.headers.get("x-request-id");
  assert.equal(response.headers.get("content-type"), "application/json");
  const { result } = await response.json();
  assert.equal(result.structuredContent.result, "1267650600228229401496703205376");
  const lines = app.logLines().filter(({ request_id, message }) =>
    request_id === id && message === "request"
  );
  assert.equal(lines.length, 1);
});
