import type { Program } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";

const CLIENTS = 8;
const SIGN_INS_PER_USER = 100;

/** Signs in from a different address each time, because an address may do so 30 times a minute. */
export async function signIn(program: Program, count: number): Promise<void> {
  const names: string[] = [];
  while (names.length * SIGN_INS_PER_USER < count) names.push((await program.newUser()).username);
  let sent = 0;

  async function run(): Promise<void> {
    while (sent < count) {
      const index = sent++;
      const headers = {
        "X-Forwarded-For": `198.18.${index >> 8}.${index & 255}`,
        "Content-Type": "application/json",
      };
      const body = JSON.stringify({ username: names[index % names.length], password: PASSWORD });
      const response = await program.request("/token", { method: "POST", headers, body });
      await response.body?.cancel();
      if (response.status !== 200) throw new Error(`/token answered ${response.status}`);
    }
  }

  await Promise.all(Array.from({ length: CLIENTS }, run));
}
