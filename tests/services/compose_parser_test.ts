import assert from "node:assert/strict";
import { interpolated, readCompose } from "../../testing/compose.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { PROJECT } from "../../testing/program_command.ts";

const FILE = `${PROJECT}docker-compose.yml`;

/** Compose's parser: github.com/compose-spec/compose-go/v2/cmd. */
const PARSER = Deno.env.get("COMPOSE_PARSER");

interface Resolved {
  readonly services: Readonly<Record<string, ResolvedService>>;
}

interface ResolvedService {
  readonly image?: string;
  readonly command: readonly string[] | null;
  readonly cap_drop: readonly string[];
  readonly secrets?: readonly { readonly source: string }[];
  readonly ports?: readonly { readonly host_ip: string; readonly published: string }[];
}

async function parsed(path: string): Promise<Resolved> {
  const { success, stdout, stderr } = await new Deno.Command(PARSER!, {
    args: ["-format", "json", path],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test({
  name: "Compose's parser reads the file like the other tests",
  ignore: PARSER === undefined,
  fn: async () => {
    const { services } = readCompose();
    const resolved = (await parsed(FILE)).services;
    assert.deepEqual(Object.keys(resolved).sort(), Object.keys(services).sort());
    for (const [name, service] of Object.entries(services)) {
      const { image, command, cap_drop, ports = [], secrets = [] } = resolved[name]!;
      assert.equal(image, interpolated(service.image, {}));
      assert.deepEqual(command ?? undefined, service.command);
      assert.deepEqual(cap_drop, service.cap_drop);
      assert.deepEqual(secrets.map(({ source }) => source), service.secrets ?? []);
      const published = ports.map(({ host_ip, published }) => `${host_ip}:${published}`);
      const written = (service.ports ?? []).map((port) =>
        interpolated(port, {}).split(":").slice(0, 2).join(":")
      );
      assert.deepEqual(published, written);
    }
  },
});

Deno.test({
  name: "Compose's own parser accepts the file for the tests' services",
  ignore: PARSER === undefined,
  fn: async () => {
    const { services } = await parsed(`${PROJECT}compose.test.yml`);
    assert.deepEqual(Object.keys(services).sort(), ["kafka", "postgres", "redis"]);
    for (const { ports = [] } of Object.values(services)) {
      assert.deepEqual(ports.map(({ host_ip }) => host_ip), ["127.0.0.1"]);
    }
  },
});

Deno.test({
  name: "Compose's own parser refuses a misspelt key",
  ignore: PARSER === undefined,
  fn: async () => {
    await using directory = await makeDirectory();
    const text = await Deno.readTextFile(FILE);
    const path = `${directory.path}/docker-compose.yml`;
    await Deno.writeTextFile(path, text.replace("    command: [consume]", "    comand: [consume]"));
    await assert.rejects(parsed(path), /consumer\.comand/);
  },
});
