import assert from "node:assert/strict";
import { run, temporaryDirectory } from "./run.ts";

Deno.test("concurrent migrate commands on one file all succeed", async () => {
  using directory = temporaryDirectory();
  const migrating = [1, 2, 3].map(() => run(["migrate"], { env: { DATA_DIR: directory.path } }));
  const outputs = (await Promise.all(migrating)).map(({ code, stdout, stderr }) =>
    `${code} ${stdout}${stderr}`
  );
  const [applied, ...others] = outputs.sort();
  assert.match(applied!, /^0 Applied: 001_tables, .*\n$/);
  assert.deepEqual(others, ["0 Up to date\n", "0 Up to date\n"]);
});
