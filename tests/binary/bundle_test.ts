import assert from "node:assert/strict";
import { dirname, resolve } from "node:path";
import { makeDirectory } from "../../testing/directory.ts";
import { bundle } from "../../tools/bundle.ts";
import { ISOLATES } from "../../tools/compile.ts";
import { walk } from "../../tools/walk.ts";

const ISOLATE = /new URL\("([^"]+)", import\.meta\.url\)/g;

Deno.test("a bundle has what the compiled program loads", async (t) => {
  await using directory = await makeDirectory();
  const { main, isolates } = await bundle({ main: "main.ts", isolates: ISOLATES }, directory.path);
  const modules = walk(directory.path, /\.js$/)
    .map((path) => ({ path, source: Deno.readTextFileSync(path) }));
  const having = (text: string) => modules.filter(({ source }) => source.includes(text));

  await t.step("its entry points are those of the program", () => {
    const entries = [main, ...isolates].map((path) => path.slice(directory.path.length + 1));
    assert.deepEqual(entries, ["main.ts", ...ISOLATES].map((path) => path.replace(".ts", ".js")));
  });
  await t.step("each isolate starts with its own module", () => {
    const started = modules.flatMap(({ path, source }) =>
      [...source.matchAll(ISOLATE)].map(([, url]) => resolve(dirname(path), url!))
    );
    assert.deepEqual(started.sort(), isolates.toSorted());
  });
  await t.step("no module loads node:module, which takes longer than the rest of a command", () => {
    assert.deepEqual(having('from "node:module"'), []);
    assert.deepEqual(having('__require("node:'), []);
    assert.equal(having("it is not in this program").length, 1);
    assert.notDeepEqual(having('import $node_net from "node:net";'), []);
  });
  await t.step("packages load node:util when they use it", () => {
    assert.deepEqual(having("import $node_util from"), []);
    assert.notDeepEqual(having('globalThis.process.getBuiltinModule("node:util")'), []);
  });
  await t.step("it is in ASCII, which V8 does not copy", () => {
    const others = modules.filter(({ source }) => /[\u0080-\uffff]/.test(source));
    assert.deepEqual(others.map(({ path }) => path), []);
  });
  await t.step("no package is left outside", () => {
    const specifiers = modules.flatMap(({ source }) => [
      ...source.matchAll(/^(?:import|\} from|export) ?.*?"([^"]+)";$/gm),
    ]).map(([, specifier]) => specifier!);
    assert.ok(specifiers.length > 100);
    assert.deepEqual(specifiers.filter((specifier) => !/^(?:\.|node:)/.test(specifier)), []);
  });
  await t.step("kafkajs is in the module that intercepts its late errors", () => {
    const kafka = having('"KafkaJSConnectionError"');
    assert.ok(kafka.length > 0);
    assert.deepEqual(kafka, having("TimeoutNegativeWarning"));
  });
});

Deno.test("bundle() rejects a program with an isolate that is not given", async () => {
  await using directory = await makeDirectory();
  await assert.rejects(
    bundle({ main: "main.ts", isolates: ISOLATES.slice(1) }, directory.path),
    /^Error: Cannot bundle \.\/isolates\/server\.ts: it is not among the isolates$/,
  );
});
