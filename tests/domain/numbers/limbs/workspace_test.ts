import assert from "node:assert/strict";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";

Deno.test("a workspace keeps its vectors unless they take more than 64 MiB", () => {
  const workspace = new Workspace();
  const usual = workspace.vector("xLarge", 1_024);
  workspace.trim();
  assert.equal(workspace.vector("xLarge", 1_024), usual);
  workspace.vector("yLarge", 2 ** 23);
  workspace.trim();
  assert.notEqual(workspace.vector("xLarge", 1_024), usual);
});

Deno.test("a workspace's vectors do not overlap", () => {
  const workspace = new Workspace();
  const vectors = (["xLarge", "xSmall", "yLarge", "ySmall"] as const).map((slot) =>
    workspace.vector(slot, 64)
  );
  const parts = vectors.flatMap(({ re, im }) => [re, im]);
  for (const [i, part] of parts.entries()) part.fill(i);
  for (const [i, part] of parts.entries()) assert.ok(part.every((value) => value === i));
  assert.ok(parts.every(({ length }) => length === 32));
});

Deno.test("a workspace creates each ring once", () => {
  const workspace = new Workspace();
  assert.equal(workspace.ring(64), workspace.ring(64));
  assert.equal(workspace.ring(64).levels, 2);
});
