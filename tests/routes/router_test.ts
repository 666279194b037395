import assert from "node:assert/strict";
import { TrieRouter } from "hono/router/trie-router";
import { createRouter } from "../../routes/router.ts";

const ROUTES = [
  ["ALL", "/*"],
  ["GET", "/logs"],
  ["GET", "/logs/export"],
  ["GET", "/logs/:id"],
  ["POST", "/logs"],
  ["ALL", "/logs"],
] as const;

const REQUESTS = [
  ["GET", "/logs"],
  ["POST", "/logs"],
  ["DELETE", "/logs"],
  ["GET", "/logs/export"],
  ["GET", "/logs/1"],
  ["GET", "/logs/2"],
  ["GET", "/nowhere"],
] as const;

Deno.test("the router finds the handlers that Hono's finds, at every search", () => {
  const [router, expected] = [createRouter<string>(), new TrieRouter<string>()];
  for (const [method, path] of ROUTES) {
    for (const each of [router, expected]) each.add(method, path, `${method} ${path}`);
    for (const [method, path] of [...REQUESTS, ...REQUESTS]) {
      assert.deepEqual(router.match(method, path), expected.match(method, path));
    }
  }
});

Deno.test("a method named like a member of every object is unknown like any other", () => {
  const router = createRouter<string>();
  router.add("ALL", "/*", "every");
  router.add("GET", "/logs", "page");
  const unknown = router.match("PURGE", "/logs");
  for (const method of Object.getOwnPropertyNames(Object.prototype)) {
    assert.deepEqual(router.match(method, "/logs"), unknown, method);
  }
});

Deno.test("only registered paths and methods are remembered", () => {
  const router = createRouter<string>();
  router.add("GET", "/logs", "page");
  router.add("GET", "/logs/:id", "entry");
  const isRemembered = (method: string, path: string) =>
    router.match(method, path) === router.match(method, path);
  assert.ok(isRemembered("GET", "/logs"));
  assert.ok(!isRemembered("GET", "/logs/1"));
  assert.ok(!isRemembered("OTHER", "/logs"));
});
