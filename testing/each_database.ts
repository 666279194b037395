import { startTestService, type TestService, type TestServiceOptions } from "./service.ts";
import { isIgnored } from "./services.ts";

type Start = (options?: TestServiceOptions) => Promise<TestService>;
type Check = (start: Start, t: Deno.TestContext) => Promise<void>;

/** Registers a test for each kind of database; on Postgres its services share one database. */
export function testOnEachDatabase(name: string, check: Check): void {
  Deno.test(`${name} (SQLite)`, (t) => check(startTestService, t));

  Deno.test({
    name: `${name} (Postgres)`,
    ignore: isIgnored("postgres"),
    fn: async (t) => {
      const { createTestDatabase } = await import("./postgres.ts");
      await using database = await createTestDatabase();
      const start: Start = ({ config, ...options } = {}) =>
        startTestService({ ...options, config: { ...config, databaseUrl: database.url } });
      await check(start, t);
    },
  });
}
