import { createMemoryCache } from "../../infra/cache/memory.ts";
import { testResultCache } from "./result_cache.ts";

testResultCache({ name: "memory", ignore: false }, () =>
  Promise.resolve({
    cache: createMemoryCache(8 * 2 ** 20),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));
