import assert from "node:assert/strict";
import { run, temporaryDirectory } from "../run.ts";

const UNREACHABLE = {
  KAFKA_BROKERS: "127.0.0.1:1",
  DATABASE_URL: "postgres://ada@127.0.0.1:1/math",
};

Deno.test("flags override the environment for the address and the data directory", async (t) => {
  using directory = temporaryDirectory();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken = String(listener.addr.port);
  const file = `${directory.path}/file`;
  Deno.writeTextFileSync(file, "");
  const cases = [
    [["serve", "--host", "127.0.0.1", "--port", taken], { HOST: "192.0.2.1", PORT: "1" }, taken],
    [["serve"], { HOST: "127.0.0.1", PORT: taken }, taken],
    [
      ["consume", "--host", "127.0.0.1", "--port", taken],
      { ...UNREACHABLE, HOST: "192.0.2.1" },
      taken,
    ],
    [["consume"], { ...UNREACHABLE, HOST: "127.0.0.1", PORT: taken }, taken],
    [["serve", "--data-dir", file], {}, `DATA_DIR: cannot use "${file}"`],
  ] as const;
  for (const [args, env, named] of cases) {
    await t.step(`${args.join(" ")} with ${Object.keys(env).join(", ") || "nothing"}`, async () => {
      const { code, stderr } = await run(args, { env: { DATA_DIR: directory.path, ...env } });
      assert.notEqual(code, 0);
      assert.ok(stderr.includes(named), stderr);
    });
  }
});
