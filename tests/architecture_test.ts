import assert from "node:assert/strict";
import project from "../deno.json" with { type: "json" };
import { VARIABLES } from "../infra/config/options.ts";
import { PROCESS_PERMISSIONS } from "../composition/permissions.ts";
import { walk } from "../tools/walk.ts";

/** What each place may import of the project; the first that a file's path begins with counts. */
const DIRECTIONS: readonly (readonly [place: string, imports: readonly string[]])[] = [
  ["domain/", ["domain/"]],
  ["views/", ["views/"]],
  ["routes/", ["routes/", "views/", "domain/"]],
  ["infra/version.ts", ["deno.json"]],
  ["infra/", ["infra/", "domain/"]],
  ["composition/", ["composition/", "infra/", "routes/", "domain/"]],
  ["commands/", ["commands/", "composition/", "infra/", "domain/", "routes/"]],
  ["main.ts", ["commands/", "infra/", "domain/"]],
];

/** The only places that import a library, or a module of Node's. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
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
  "node:crypto": ["infra/cache/value_signer.ts", "infra/redis/keys.ts"],
  "node:net": ["infra/config/readers.ts", "infra/database/postgres/pool.ts", "routes/forwarded.ts"],
  "node:process": [
    "infra/events/kafka/swallow_late_rejections.ts",
    "infra/isolates/empty_process_env.ts",
    "infra/telemetry/metrics.ts",
  ],
  "node:sqlite": ["infra/database/sqlite/connection.ts"],
  "node:tls": ["infra/database/postgres/address.ts"],
  "node:util": ["commands/shared/arguments.ts"],
  "pg": ["infra/database/postgres/client.ts", "infra/database/postgres/pool.ts"],
  "prom-client": ["infra/telemetry/metrics.ts"],
  "swagger-ui-dist": ["routes/assets.ts"],
  "zod": ["domain/", "routes/", "infra/security/token_signer.ts"],
};

/** What surrounds the program, and the places it must not import. */
const SURROUNDINGS: readonly (readonly [place: string, forbidden: readonly string[]])[] = [
  ["testing/", ["tests/", "bench/"]],
  ["tests/", ["bench/"]],
  ["bench/", ["tests/"]],
  ["tools/", ["tests/", "testing/", "bench/"]],
];

const ENTRIES = ["composition/isolates/", "infra/isolates/empty_process_env.ts", "main.ts"];

/** What only some places may have, by what it looks like in the source. */
const RESTRICTED: readonly (readonly [pattern: RegExp, places: readonly string[]])[] = [
  [/\b(Deno|process)\.env\b/, ["infra/config/load_config.ts"]],
  [/\bDeno\./, ["infra/", "composition/", "commands/", "main.ts", "routes/"]],
  // Statements that run at import.
  [
    /^(?:(?:await|do|for|if|new|switch|try|void|while|(?:export )?(?:let|var)) |[\w.]+[<(.]|\{)/m,
    ENTRIES,
  ],
  [/^(?:export )?const [^=]+= (?:await |create[A-Z][\w<>]*\(|new (?!Set\b|Map\b))/m, ENTRIES],
  // State inside a constant: what is made belongs to whoever asks for it.
  [/^(?:export )?const [^=]+= \{[^;]*?(?<!=> )\bcreate[A-Z]\w*\(/m, ENTRIES],
];

const IMPORT = /^(?:import|export)\b[^"']*?\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/gm;

/** Everything wrong in one file of the program; empty if all is well. */
function problemsOf(path: string, source: string): string[] {
  const specifiers = [...source.matchAll(IMPORT)].map(([, from, bare]) => (from ?? bare)!);
  const imports = specifiers.filter((specifier) => !isAllowed(path, specifier));
  const code = source.replace(/`[^`]*`/g, "``");
  const restricted = RESTRICTED.filter(([pattern, places]) =>
    pattern.test(code) && !startsWithAny(path, places)
  );
  return [
    ...imports.map((specifier) => `${path} imports ${specifier}`),
    ...restricted.map(([pattern]) => `${path} has ${pattern.exec(code)![0]}`),
  ];
}

function isAllowed(path: string, specifier: string): boolean {
  if (!specifier.startsWith(".")) return startsWithAny(path, placesOf(specifier));
  const target = resolve(path, specifier);
  const [, imports = []] = DIRECTIONS.find(([place]) => path.startsWith(place)) ?? [];
  return startsWithAny(target, imports);
}

/** The imports of one file around the program that its place forbids. */
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

function placesOf(specifier: string): readonly string[] {
  return LIBRARIES[specifier] ?? LIBRARIES[specifier.split("/")[0]!] ?? [];
}

function startsWithAny(path: string, places: readonly string[]): boolean {
  return places.some((place) => path.startsWith(place));
}

const FILES = ["domain", "infra", "routes", "views", "composition", "commands"]
  .flatMap((directory) => walk(directory, /\.ts$/)).concat("main.ts")
  .map((path) => ({ path, source: Deno.readTextFileSync(path) }));

Deno.test("imports go in the right direction, and nothing happens at import", () => {
  assert.deepEqual(FILES.flatMap(({ path, source }) => problemsOf(path, source)), []);
  const imports = FILES.flatMap(({ source }) => [...source.matchAll(IMPORT)]);
  assert.ok(FILES.length > 80 && imports.length > 300);
});

Deno.test("what is wrong is found, however it is written", async (t) => {
  const wrong = [
    ["domain/x.ts", 'import { y } from "../infra/system_clock.ts";'],
    ["domain/x.ts", 'import type { Context } from "hono";'],
    ["domain/accounts/x.ts", 'export * from "../../routes/app.ts";'],
    ["domain/x.ts", 'import {\n  a,\n  b,\n} from "../views/render.ts";'],
    ["composition/isolates/x.ts", 'await import("../../commands/help.ts");'],
    ["domain/x.ts", 'import "node:net";'],
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
    ["domain/x.ts", "export const flights = createFlights<number>();"],
    ["infra/x.ts", "export const clock: Clock = { now: Date.now, uuid: createUuids() };"],
    ["infra/x.ts", "const config = await load();"],
    ["infra/x.ts", "export let count = 0;"],
    ["infra/x.ts", "globalThis.x = 1;"],
    ["infra/x.ts", "state.count++;"],
    ["infra/x.ts", "start();"],
    ["routes/x.ts", "app.use(\n  middleware,\n);"],
    ["elsewhere/x.ts", 'import { y } from "../domain/errors.ts";'],
  ] as const;
  for (const [path, source] of wrong) {
    await t.step(`${path}: ${source.replaceAll("\n", " ")}`, () => {
      assert.equal(problemsOf(path, `const a = 1;\n${source}\n`).length, 1);
    });
  }
  const right = 'import { z } from "zod";\nimport { x } from "./errors.ts";\n// from "hono"\n';
  assert.deepEqual(problemsOf("domain/x.ts", right), []);
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
      ["tools/x.ts", 'import "../testing/time_limit.ts";'],
    ] as const
  ) {
    await t.step(`${path}: ${source}`, () => {
      assert.equal(forbiddenImports(path, source).length, 1);
    });
  }
});

Deno.test("the table of libraries names no place that has no need of one", () => {
  for (const [library, places] of Object.entries(LIBRARIES)) {
    for (const place of places) {
      const isUsed = FILES.some(({ path, source }) =>
        path.startsWith(place) &&
        [...source.matchAll(IMPORT)].some(([, from, bare]) =>
          placesOf((from ?? bare)!) === LIBRARIES[library]
        )
      );
      assert.ok(isUsed, `${place} does not import ${library}`);
    }
  }
});

for (const task of ["start", "cli"] as const) {
  Deno.test(`the ${task} task gives the process the permissions that it names`, () => {
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

Deno.test("the process may read the documented variables, and no others", () => {
  assert.deepEqual(PROCESS_PERMISSIONS.env, VARIABLES);
});

const [, pinned] = /^version=([0-9.]+)$/m.exec(Deno.readTextFileSync("denow")) ?? [];

Deno.test("the pinned Deno runs the tests", () => {
  assert.equal(Deno.version.deno, pinned);
});

const dockerfile = await Deno.readTextFile("Dockerfile").catch(() => undefined);

Deno.test({
  name: "the Dockerfile has the pinned Deno, or asks denow for it",
  ignore: dockerfile === undefined,
  fn: () => {
    const versions = [...dockerfile!.matchAll(/deno\S*?[@:=-]v?([0-9]+\.[0-9]+\.[0-9]+)/gi)];
    for (const [, version] of versions) assert.equal(version, pinned);
    assert.ok(versions.length > 0 || dockerfile!.includes("denow"));
  },
});
