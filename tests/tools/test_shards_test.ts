import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { writeShards } from "../../tools/test_shards.ts";

for (const count of [1, 3, 6]) {
  Deno.test(`each of 4 files is imported by exactly one of at most ${count} modules`, () => {
    const directory = Deno.makeTempDirSync({ prefix: "mathcalculator-test-" });
    const files = ["a", "b", "c", "d"].map((name) => `tests/${name}_test.ts`);
    const shards = writeShards(files, { directory, count });
    assert.equal(shards.length, Math.min(count, files.length));
    const imported = shards.flatMap((path) =>
      [...Deno.readTextFileSync(path).matchAll(/^import "(.+)";$/gm)].map(([, url]) => url)
    );
    assert.deepEqual(imported.sort(), files.map((file) => pathToFileURL(resolve(file)).href));
    Deno.removeSync(directory, { recursive: true });
  });
}
