import type { Result, Router } from "hono/router";
import { METHOD_NAME_ALL as ANY_METHOD } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";

/**
 * A router that searches the handlers of a path without parameters once. Hono's fastest router does
 * so too, but cannot have both `/sessions/:id` and `/sessions/end`.
 */
export function createRouter<Handler>(): Router<Handler> {
  const router = new TrieRouter<Handler>();
  const methods = new Set<string>();
  const fixedPaths = new Set<string>();
  const found = new Map<string, Map<string, Result<Handler>>>();

  function search(method: string, path: string): Result<Handler> {
    const result = router.match(method, path);
    if (!methods.has(method) || !fixedPaths.has(path)) return result;
    if (!found.has(method)) found.set(method, new Map());
    found.get(method)!.set(path, result);
    return result;
  }

  return {
    name: "FixedPathsRouter",
    add: (method, path, handler) => {
      router.add(method, path, handler);
      methods.add(method);
      if (!/[*:]/.test(path)) fixedPaths.add(path);
      found.clear();
    },
    // The trie looks methods up in an object, which has `toString` and other members of its own.
    match: (method, path) =>
      found.get(method)?.get(path) ?? search(methods.has(method) ? method : ANY_METHOD, path),
  };
}
