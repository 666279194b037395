import assert from "node:assert/strict";
import { createKey } from "../testing/api_keys.ts";
import { callTool } from "../testing/mcp_calls.ts";
import { connectMcp, MCP_ERAS } from "../testing/mcp_client.ts";
import { startProgram } from "../testing/program.ts";

const page = await Deno.readTextFile("docs/mcp.md");

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp("^```" + language + "\\n([^]*?)\\n```$", "gm"))]
    .map(([, block]) => block!);
}

interface Server {
  readonly address: string;
  readonly credential: string;
}

/** The server that a configuration names, with the key in place of what stands for it. */
function serverIn(configuration: string, key: string): Server {
  const read = JSON.parse(configuration);
  const entry = (read.mcpServers ?? read.servers)?.mathcalculator ?? read;
  const header = entry.headers?.Authorization ?? entry.env.AUTHORIZATION;
  const [, credential] = /^Bearer (?:mc_…|\$\{[\w:-]+\})$/.exec(header) ? [, key] : [];
  assert.ok(credential !== undefined, header);
  const url = new URL(entry.url ?? entry.args[2]);
  assert.equal(url.pathname, "/mcp");
  return { address: url.origin, credential };
}

Deno.test("the configurations on the MCP page reach the tools", async (t) => {
  await using program = await startProgram({ form: "source" });
  const { token } = await program.newUser();
  const { key } = await createKey(program, token);
  const configurations = blocks("json");
  assert.equal(configurations.length, 5);
  for (const [index, configuration] of configurations.entries()) {
    await t.step(`configuration ${index + 1}`, async () => {
      const { address, credential } = serverIn(configuration, key);
      assert.equal(address, "http://localhost:8000");
      for (const era of MCP_ERAS) {
        await using mcp = await connectMcp(program.address, { era, credential });
        assert.equal(
          (await callTool(mcp, "calculate", { expression: "2^10" })).text,
          "2^10 = 1024",
        );
      }
    });
  }
  await t.step("curl", async () => {
    const command = blocks("sh").find((block) => block.startsWith("curl"))!;
    const { stdout, code } = await new Deno.Command("sh", {
      args: ["-c", command.replace("http://localhost:8000", program.address)],
      env: { KEY: key },
    }).output();
    assert.equal(code, 0);
    const { result } = JSON.parse(new TextDecoder().decode(stdout));
    assert.equal(result.structuredContent.result, "1267650600228229401496703205377");
  });
});

Deno.test("the commands on the MCP page name its address and the header", () => {
  for (const command of blocks("sh")) {
    assert.match(command, /http:\/\/localhost:8000\/mcp /);
    assert.match(command, /"Authorization: Bearer (mc_…|\$KEY)"/);
  }
});
