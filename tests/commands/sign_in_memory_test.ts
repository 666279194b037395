import assert from "node:assert/strict";
import { type Program, startReadyProgram } from "../../testing/program.ts";
import { memoryOf } from "../../testing/resources.ts";
import { PASSWORD } from "../../testing/service.ts";
import { coverageEnvironment } from "./run.ts";

const SIGN_INS = 48;
const CONCURRENT = 8;
const MAX_BYTES = 400e6;

Deno.test("sign-ins and failures leave the process below 400 MB", async () => {
  const env = { ...coverageEnvironment(), COMPUTE_WORKERS: "1", TRUSTED_PROXIES: "127.0.0.1" };
  await using program = await startReadyProgram({ form: "bundled", env });
  const users = [await program.newUser(), await program.newUser()];
  const statuses: number[] = [];
  for (let first = 0; first < SIGN_INS; first += CONCURRENT) {
    const batch = Array.from(
      { length: CONCURRENT },
      (_, i) => signIn(program, users[i >> 2]!.username, first + i),
    );
    statuses.push(...await Promise.all(batch));
  }
  assert.deepEqual(new Set(statuses), new Set([200, 401]));
  const bytes = await memoryOf(program.pid);
  assert.ok(bytes < MAX_BYTES, `${bytes / 1e6} MB`);
});

/**
 * Every other password is wrong. Each sign-in has its own address, and half of them their own user,
 * because wrong passwords are limited for both.
 */
async function signIn(program: Program, username: string, index: number): Promise<number> {
  const password = index % 2 === 0 ? PASSWORD : "a wrong password";
  const headers = { "X-Forwarded-For": `192.0.2.${index + 1}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ username, password });
  const response = await program.request("/token", { method: "POST", headers, body });
  await response.body?.cancel();
  return response.status;
}
