import assert from "node:assert/strict";
import { sql } from "kysely";
import { createPostgresDatabase } from "../../infra/database/postgres/database.ts";
import { makeCertificates } from "../../testing/certificates.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { startTlsCluster } from "../../testing/postgres_cluster.ts";
import { postgresPrograms } from "../../testing/postgres_server.ts";
import { startProgram } from "../../testing/program.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

const ENCRYPTED = "encrypted";
const UNTRUSTED = /unable to verify|self.signed|unknown issuer/i;
const WRONG_HOST = /127\.0\.0\.1 is not in the cert's list/;

Deno.test({
  name: "each sslmode of Postgres verifies the server as documented",
  ignore: isIgnored("postgres") && postgresPrograms() === undefined,
  fn: async (t) => {
    await using cluster = await startTlsCluster();
    await using directory = await makeDirectory();
    const { ca: other } = await makeCertificates(directory.path, "localhost");
    const { port, ca } = cluster;
    const cases = [
      ["localhost", "", ca, ENCRYPTED],
      ["localhost", "?sslmode=verify-full", ca, ENCRYPTED],
      ["127.0.0.1", "?sslmode=verify-full", ca, WRONG_HOST],
      ["127.0.0.1", "?sslmode=verify-ca", ca, ENCRYPTED],
      ["127.0.0.1", "?sslmode=require", ca, ENCRYPTED],
      ["127.0.0.1", "?sslmode=require", undefined, ENCRYPTED],
      ["localhost", "", other, UNTRUSTED],
      ["localhost", "?sslmode=verify-full", other, UNTRUSTED],
      ["localhost", "?sslmode=verify-ca", other, UNTRUSTED],
      ["localhost", "?sslmode=require", other, UNTRUSTED],
      ["localhost", "?sslmode=verify-full", undefined, UNTRUSTED],
      ["localhost", "?sslmode=verify-ca", undefined, UNTRUSTED],
      ["localhost", "?sslmode=disable", ca, /no encryption/],
      ["localhost", "", undefined, /no encryption/],
    ] as const;
    for (const [host, parameters, trusted, outcome] of cases) {
      const whose = trusted === undefined ? "no" : trusted === ca ? "the right" : "another";
      await t.step(`${host}${parameters} with ${whose} authority`, async () => {
        const url = `postgres://postgres@${host}:${port}/postgres${parameters}`;
        const asked = encryption(url, trusted);
        if (outcome === ENCRYPTED) assert.equal(await asked, ENCRYPTED);
        else await assert.rejects(asked, outcome);
      });
    }

    await t.step("the program connects with the certificates from a file", async () => {
      const file = `${directory.path}/trusted.pem`;
      await Deno.writeTextFile(file, ca);
      const DATABASE_URL = `postgres://postgres@localhost:${port}/postgres?sslmode=verify-full`;
      const env = { DATABASE_URL, DATABASE_CA_FILE: file };
      await using program = await startProgram({ env });
      await program.newUser();
    });

    await t.step("the log has the reason for a failure, without the password", async () => {
      const DATABASE_URL = `postgres://postgres:hidden-word@localhost:${port}/postgres`;
      await using program = await startProgram({ env: { DATABASE_URL, DATABASE_CA: other } });
      await until(
        "failing",
        () =>
          program.log().some(({ message, error }) =>
            message === "database_failing" && UNTRUSTED.test(String(error))
          ),
      );
      assert.ok(!JSON.stringify(program.log()).includes("hidden-word"));
    });
  },
});

async function encryption(url: string, ca: string | undefined): Promise<string> {
  const database = createPostgresDatabase({ url, ca, connections: 1 });
  try {
    const { rows } = await sql<{ ssl: boolean }>`
      select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(database.kysely);
    return rows[0]!.ssl ? ENCRYPTED : "not encrypted";
  } finally {
    await database.close();
  }
}
