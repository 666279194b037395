/**
 * Measures what the sizes in docs/operations.md are made of, with the compiled program and the
 * embedded database: memory and CPU time of small and long answers and of sign-ins, and bytes on disk.
 * With `TEST_DATABASE_URL` also the bytes of a row in Postgres.
 *
 *     TEST_DATABASE_URL=… ./denow task bench:sizing
 */
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import {
  memoryOf,
  peakMemoryOf,
  processorSecondsOf,
  resetPeakMemory,
} from "../../testing/resources.ts";
import { isIgnored } from "../../testing/services.ts";
import { ask, createUsers, ROWS } from "./ask.ts";
import { postgresBytes } from "./postgres_bytes.ts";
import { signIn } from "./sign_in.ts";

const SIGN_INS = 200;

const ENV = { TRUSTED_PROXIES: "127.0.0.1", LOG_QUOTA_MB: "off" };

await measureAnswers();
await measureLongAnswers();
await measureSignIns();
if (!isIgnored("postgres")) await measurePostgres();

async function measureAnswers(): Promise<void> {
  await using program = await startProgram({ env: ENV });
  const { pid, dataDir } = program;
  report("memory of an idle process", megabytes(await memoryOf(pid)));
  const users = await createUsers(program);
  // The first answers load the arithmetic and make V8 compile.
  await ask(program, users, 1_000);
  const before = await processorSecondsOf(pid);
  await ask(program, users, ROWS);
  const seconds = await processorSecondsOf(pid) - before;
  report("CPU time for a small answer, durably logged", `${(seconds / ROWS * 1e3).toFixed(3)} ms`);
  report(`memory after ${ROWS} small answers`, megabytes(await memoryOf(pid)));
  await program.end("SIGTERM");
  const { size } = await Deno.stat(`${dataDir}/mathcalculator.db`);
  report("a small entry in SQLite, with its indexes", `${Math.round(size / (ROWS + 1_000))} bytes`);
}

/** Each of 10,000,000 digits, computed one after the other in a single isolate. */
async function measureLongAnswers(): Promise<void> {
  await using program = await startProgram({ env: { ...ENV, COMPUTE_WORKERS: "1" } });
  const { token } = await program.newUser();
  for (const n of [47_849_700, 47_849_699, 47_849_698]) {
    const response = await program.post("/fibonacci", { n }, token);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`/fibonacci answered ${response.status}`);
  }
  const peak = await peakMemoryOf(program.pid);
  report("peak memory of three answers of 10,000,000 digits", megabytes(peak));
}

async function measureSignIns(): Promise<void> {
  await using program = await startProgram({ env: ENV });
  const { pid } = program;
  const before = await processorSecondsOf(pid);
  await resetPeakMemory(pid);
  await signIn(program, SIGN_INS);
  const seconds = await processorSecondsOf(pid) - before;
  report("CPU time of a sign-in", `${Math.round(seconds / SIGN_INS * 1e3)} ms`);
  report(`memory after ${SIGN_INS} sign-ins`, megabytes(await memoryOf(pid)));
  report("peak memory during them", megabytes(await peakMemoryOf(pid)));
}

async function measurePostgres(): Promise<void> {
  await using database = await createTestDatabase();
  await using program: Program = await startProgram({
    env: { ...ENV, DATABASE_URL: database.url },
  });
  await ask(program, await createUsers(program), ROWS);
  for (const [name, bytes] of await postgresBytes(database)) {
    report(`a small entry in Postgres, ${name}`, `${bytes} bytes`);
  }
}

function report(name: string, value: string): void {
  console.log(`${name}\t${value}`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
