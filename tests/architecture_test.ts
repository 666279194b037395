import assert from "node:assert/strict";
import project from "../deno.json" with { type: "json" };
import { VARIABLES } from "../infra/config/options.ts";
import { PROCESS_PERMISSIONS } from "../composition/permissions.ts";
import { importCycle, programImports } from "../tools/import_graph.ts";
import { walk } from "../tools/walk.ts";

/** Project imports allowed for each path prefix; the first matching prefix applies. */
const DIRECTIONS: readonly (readonly [prefix: string, imports: readonly string[]])[] = [
  ["domain/", ["domain/"]],
  ["views/", ["views/"]],
  ["routes/", ["routes/", "views/", "domain/"]],
  ["infra/version.ts", ["deno.json"]],
  ["infra/", ["infra/", "domain/"]],
  ["composition/", ["composition/", "infra/", "routes/", "domain/"]],
  ["commands/", ["commands/", "composition/", "infra/", "domain/", "routes/"]],
  ["main.ts", ["commands/", "infra/", "domain/"]],
];

/** The only paths that may import a library or a Node module. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  "@modelcontextprotocol/server": ["routes/mcp/adapter.ts"],
  "@opentelemetry/api": ["infra/telemetry/tracing/open_telemetry.ts"],
  "@opentelemetry/core": ["infra/telemetry/tracing/open_telemetry.ts"],
  "@opentelemetry/exporter-trace-otlp-proto": ["infra/telemetry/tracing/open_telemetry.ts"],
  "@opentelemetry/resources": ["infra/telemetry/tracing/open_telemetry.ts"],
  "@opentelemetry/sdk-trace": ["infra/telemetry/tracing/open_telemetry.ts"],
  "@zxcvbn-ts/core": ["infra/security/password_estimator.ts"],
  "@zxcvbn-ts/language-common": ["infra/security/password_estimator.ts"],
  "eta": ["views/render.ts"],
  "hono": ["routes/"],
  "hono/jwt": ["infra/security/token_signer.ts"],
  "ioredis": ["infra/redis/connection.ts"],
  "kafkajs": ["infra/events/kafka/"],
  "kysely": [
    "infra/database/",
    "infra/events/relay.ts",
    "infra/request_log/",
  ],
  "node:buffer": ["infra/redis/connection.ts"],
  "node:crypto": [
    "infra/cache/value_signer.ts",
    "infra/redis/keys.ts",
    "infra/security/device_signer.ts",
    "routes/assets.ts",
    "routes/entity_tag.ts",
  ],
  "node:net": [
    "infra/database/postgres/pool.ts",
  ],
  "node:path": ["commands/shared/rename_durably.ts"],
  "node:process": [
    "infra/events/kafka/swallow_late_rejections.ts",
  ],
  "node:sqlite": ["infra/database/sqlite/"],
  "node:tls": ["infra/database/postgres/address.ts"],
  "node:zlib": ["routes/compress.ts", "routes/fixed_body.ts"],
  "pg": ["infra/database/postgres/"],
  "prom-client": ["infra/telemetry/prom_client.ts"],
  "zod": ["domain/", "routes/", "infra/security/token_signer.ts"],
};

/** Folders around the program, and the folders that each must not import. */
const SURROUNDINGS: readonly (readonly [place: string, forbidden: readonly string[]])[] = [
  ["testing/", ["tests/", "bench/"]],
  ["tests/", ["bench/"]],
  ["bench/", ["tests/"]],
  ["tools/", ["tests/", "bench/"]],
];

const ENTRIES = ["composition/isolates/", "main.ts"];

/** Source patterns that are allowed only under some paths. */
const RESTRICTED: readonly (readonly [pattern: RegExp, paths: readonly string[]])[] = [
  [/\b(Deno|process)\.env\b/, ["infra/config/load_config.ts"]],
  [/\bDeno\./, ["infra/", "composition/", "commands/", "main.ts", "routes/"]],
  // A bundle has the parts that are used of a namespace, but all of an object.
  [/\{[^}]*\bz\b[^}]*\} from "zod"/, []],
  // Statements that run at import.
  [
    /^(?:(?:await|do|for|if|new|switch|try|void|while|(?:export )?(?:let|var)) |[\w.]+[<(.]|\{)/m,
    ENTRIES,
  ],
  [/^(?:export )?const [^=]+= (?:await |create[A-Z][\w<>]*\(|new (?!Set\b|Map\b))/m, ENTRIES],
  // Stateful objects in constants: the code that uses them must create them.
  [/^(?:export )?const [^=]+= \{[^;]*?(?<!=> )\bcreate[A-Z]\w*\(/m, ENTRIES],
];

const IMPORT =
  /^(?:import|export)\b[^"']*?\bfrom\s+"([^"]+)"|\b(?:import|getBuiltinModule)\s*\(?\s*"([^"]+)"/gm;

/** Returns the violations of the rules in one source file. */
function violationsIn(path: string, source: string): string[] {
  const specifiers = [...source.matchAll(IMPORT)].map(([, from, bare]) => (from ?? bare)!);
  const imports = specifiers.filter((specifier) => !isAllowed(path, specifier));
  const code = source.replace(/`[^`]*`/g, "``");
  const restricted = RESTRICTED.filter(([pattern, paths]) =>
    pattern.test(code) && !startsWithAny(path, paths)
  );
  return [
    ...imports.map((specifier) => `${path} imports ${specifier}`),
    ...restricted.map(([pattern]) => `${path} has ${pattern.exec(code)![0]}`),
  ];
}

function isAllowed(path: string, specifier: string): boolean {
  if (!specifier.startsWith(".")) return startsWithAny(path, pathsOf(specifier));
  const target = resolve(path, specifier);
  const [, imports = []] = DIRECTIONS.find(([prefix]) => path.startsWith(prefix)) ?? [];
  return startsWithAny(target, imports);
}

/** Returns the forbidden imports of one file around the program. */
function forbiddenImports(path: string, source: string): string[] {
  const [, forbidden = []] = SURROUNDINGS.find(([place]) => path.startsWith(place)) ?? [];
  const specifiers = [...source.matchAll(IMPORT)].map(([, from, bare]) => (from ?? bare)!);
  return specifiers.filter((specifier) =>
    specifier.startsWith(".") && startsWithAny(resolve(path, specifier), forbidden)
  ).map((specifier) => `${path} imports ${specifier}`);
}

function resolve(path: string, specifier: string): string {
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}

function pathsOf(specifier: string): readonly string[] {
  return LIBRARIES[specifier] ?? LIBRARIES[specifier.split("/")[0]!] ?? [];
}

function startsWithAny(path: string, paths: readonly string[]): boolean {
  return paths.some((prefix) => path.startsWith(prefix));
}

const FILES = ["domain", "infra", "routes", "views", "composition", "commands"]
  .flatMap((directory) => walk(directory, /\.ts$/)).concat("main.ts")
  .map((path) => ({ path, source: Deno.readTextFileSync(path) }));

Deno.test("imports follow the allowed directions, and no code runs at import", () => {
  assert.deepEqual(FILES.flatMap(({ path, source }) => violationsIn(path, source)), []);
  const imports = FILES.flatMap(({ source }) => [...source.matchAll(IMPORT)]);
  assert.ok(FILES.length > 80 && imports.length > 300);
});

Deno.test("no module imports itself, not even through others or for a type", () => {
  assert.equal(importCycle(programImports()), undefined);
  const cycle = new Map([["a", new Set(["b", "c"])], ["b", new Set(["d"])], ["d", new Set(["a"])]]);
  assert.deepEqual(importCycle(cycle), ["d", "a", "b", "d"]);
});

Deno.test("every kind of violation is detected", async (t) => {
  const violations = [
    ["domain/x.ts", 'import { y } from "../infra/system_clock.ts";'],
    ["domain/x.ts", 'import type { Context } from "hono";'],
    ["domain/accounts/x.ts", 'export * from "../../routes/app.ts";'],
    ["domain/x.ts", 'import {\n  a,\n  b,\n} from "../views/render.ts";'],
    ["composition/isolates/x.ts", 'await import("../../commands/help.ts");'],
    ["domain/x.ts", 'import "node:net";'],
    ["domain/x.ts", 'const { connect } = globalThis.process.getBuiltinModule("node:net");'],
    ["domain/x.ts", 'import { z } from "zod";'],
    ["domain/x.ts", 'import text from "../views/x.eta" with { type: "text" };'],
    ["domain/x.ts", "const now = Deno.hostname();"],
    ["views/x.ts", 'import { y } from "../domain/errors.ts";'],
    ["views/views.ts", 'import { Eta } from "eta";'],
    ["routes/x.ts", 'import { y } from "../infra/system_clock.ts";'],
    ["routes/x.ts", 'import { sign } from "hono/jwt";'],
    ["routes/x.ts", 'const port = Deno.env.get("PORT");'],
    ["infra/x.ts", 'import { createApp } from "../routes/app.ts";'],
    ["infra/compute/x.ts", 'import { createService } from "../../composition/service.ts";'],
    ["infra/config/x.ts", 'import { Kysely } from "kysely";'],
    ["infra/database/x.ts", 'import { DatabaseSync } from "node:sqlite";'],
    ["infra/x.ts", 'import { x } from "npm:left-pad@1";'],
    ["infra/x.ts", "const { PORT } = process.env;"],
    ["composition/x.ts", 'import { run } from "../commands/serve.ts";'],
    ["commands/x.ts", 'import { run } from "../testing/program.ts";'],
    ["main.ts", 'import { x } from "./bench/refusals.ts";'],
    ["domain/x.ts", "let count = 0;"],
    ["views/x.ts", "for (const name of NAMES) load(name);"],
    ["views/x.ts", "const eta = new Eta({ autoTrim: false });"],
    ["domain/x.ts", "export const singleFlight = createSingleFlight<number>();"],
    ["infra/x.ts", "export const clock: Clock = { now: Date.now, uuid: createUuids() };"],
    ["infra/x.ts", "const config = await load();"],
    ["infra/x.ts", "export let count = 0;"],
    ["infra/x.ts", "globalThis.x = 1;"],
    ["infra/x.ts", "state.count++;"],
    ["infra/x.ts", "start();"],
    ["routes/x.ts", "app.use(\n  middleware,\n);"],
    ["elsewhere/x.ts", 'import { y } from "../domain/errors.ts";'],
  ] as const;
  for (const [path, source] of violations) {
    await t.step(`${path}: ${source.replaceAll("\n", " ")}`, () => {
      assert.equal(violationsIn(path, `const a = 1;\n${source}\n`).length, 1);
    });
  }
  const valid = 'import * as z from "zod";\nimport { x } from "./errors.ts";\n// from "hono"\n';
  assert.deepEqual(violationsIn("domain/x.ts", valid), []);
});

Deno.test("benchmarks and tests share only testing/", async (t) => {
  const files = SURROUNDINGS.flatMap(([place]) => walk(place.slice(0, -1), /\.ts$/))
    .filter((path) => path !== "tests/architecture_test.ts");
  assert.ok(files.length > 200);
  const wrong = files.flatMap((path) => forbiddenImports(path, Deno.readTextFileSync(path)));
  assert.deepEqual(wrong, []);
  for (
    const [path, source] of [
      ["bench/x.ts", 'import { run } from "../tests/commands/run.ts";'],
      ["bench/serving/x.ts", 'import type { X } from "../../tests/binary/x.ts";'],
      ["testing/x.ts", 'export * from "../tests/contract/databases.ts";'],
      ["testing/x.ts", 'await import("../bench/threads.ts");'],
      ["tests/binary/x.ts", 'import { measure } from "../../bench/threads.ts";'],
      ["tools/x.ts", 'import "../tests/binary/questions.ts";'],
    ] as const
  ) {
    await t.step(`${path}: ${source}`, () => {
      assert.equal(forbiddenImports(path, source).length, 1);
    });
  }
});

Deno.test("every entry in the table of libraries is used", () => {
  for (const [library, paths] of Object.entries(LIBRARIES)) {
    for (const prefix of paths) {
      const isUsed = FILES.some(({ path, source }) =>
        path.startsWith(prefix) &&
        [...source.matchAll(IMPORT)].some(([, from, bare]) =>
          pathsOf((from ?? bare)!) === LIBRARIES[library]
        )
      );
      assert.ok(isUsed, `${prefix} does not import ${library}`);
    }
  }
});

for (const task of ["start", "dev", "cli"] as const) {
  Deno.test(`the ${task} task grants exactly the permissions of PROCESS_PERMISSIONS`, () => {
    const given = [...project.tasks[task].matchAll(/--allow-([a-z]+)(?:=(\S+))?/g)];
    const expected = Object.entries(PROCESS_PERMISSIONS).filter(([, value]) => value !== false);
    assert.deepEqual(given.map(([, name]) => name).sort(), expected.map(([name]) => name).sort());
    for (const [, name, list] of given) {
      if (list === undefined) continue;
      const allowed = PROCESS_PERMISSIONS[name as keyof typeof PROCESS_PERMISSIONS];
      assert.ok(Array.isArray(allowed), `--allow-${name}=${list}`);
      assert.deepEqual(list.split(",").sort(), [...allowed].sort());
    }
    assert.match(project.tasks[task], / --no-prompt .*--unstable-no-legacy-abort /);
  });
}

Deno.test("the start task fills the cache with the locked versions and then downloads nothing", () => {
  const [install = "", run = ""] = project.tasks.start.split(" && ");
  assert.match(install, /^deno install .*--frozen --entrypoint main\.ts /);
  for (
    const module of [
      "composition/isolates/*.ts",
      "routes/mcp/adapter.ts",
      "infra/telemetry/tracing/open_telemetry.ts",
    ]
  ) {
    assert.ok(install.includes(module), module);
  }
  assert.match(run, /^deno run --cached-only --frozen /);
});

Deno.test("the process may read only the documented environment variables", () => {
  assert.deepEqual(PROCESS_PERMISSIONS.env, VARIABLES);
});

const [, pinned] = /^version=([0-9.]+)$/m.exec(Deno.readTextFileSync("denow")) ?? [];

Deno.test("the tests run on the pinned Deno version", () => {
  assert.equal(Deno.version.deno, pinned);
});

const dockerfile = await Deno.readTextFile("Dockerfile").catch(() => undefined);

Deno.test({
  name: "the Dockerfile uses the pinned Deno version or denow",
  ignore: dockerfile === undefined,
  fn: () => {
    const versions = [...dockerfile!.matchAll(/deno\S*?[@:=-]v?([0-9]+\.[0-9]+\.[0-9]+)/gi)];
    for (const [, version] of versions) assert.equal(version, pinned);
    assert.ok(versions.length > 0 || dockerfile!.includes("denow"));
  },
});
