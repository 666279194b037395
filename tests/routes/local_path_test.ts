import assert from "node:assert/strict";
import fc from "fast-check";
import { localPath } from "../../routes/local_path.ts";

/** Origin to which a browser goes when this site redirects it to a path. */
function redirectOrigin(path: string): string {
  return new URL(path, "https://math.example/login").origin;
}

Deno.test("localPath() returns paths on this site with their query", () => {
  for (const path of ["/", "/logs", "/factorial?n=20", "/pow?base=1.5&exponent=-3", "/a//b"]) {
    assert.equal(localPath(path), path);
  }
});

Deno.test("localPath() rejects targets on another site", async (t) => {
  const rejected: unknown[] = [
    "",
    "logs",
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "\\\\evil.example",
    "/..//evil.example/",
    "/.//evil.example/",
    "/%2e%2e//evil.example/",
    "/logs/../..//evil.example/",
    "/./\\evil.example/",
    "javascript:alert(1)",
    " /logs",
    "http:evil.example",
    "@evil.example",
    undefined,
    null,
    7,
    ["/logs"],
  ];
  for (const target of rejected) {
    await t.step(String(target), () => assert.equal(localPath(target), undefined));
  }
});

Deno.test("localPath() never redirects a browser to another site, for any input", () => {
  const piece = fc.constantFrom("/", "\\", ".", "..", "%2e", "\t", "\n", "@", ":", "?", "#", "a");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = localPath("/" + pieces.join("") + "/evil.example");
      assert.ok(path === undefined || redirectOrigin(path) === "https://math.example");
    }),
    { numRuns: 5000 },
  );
});
