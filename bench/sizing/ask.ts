import type { Program } from "../../testing/program.ts";

export const ROWS = 20_000;

const USERS = 10;
const CLIENTS_PER_USER = 2;

/** Creates users and returns their tokens. */
export async function createUsers(program: Program): Promise<string[]> {
  const users = await Promise.all(Array.from({ length: USERS }, () => program.newUser()));
  return users.map(({ token }) => token);
}

/** Asks small questions, with two clients of each user at the same time. */
export async function ask(program: Program, users: readonly string[], count: number) {
  let asked = 0;

  async function run(token: string): Promise<void> {
    while (asked < count) {
      const n = 1 + asked++ % 30;
      const response = await program.post("/factorial", { n }, token);
      await response.body?.cancel();
      if (response.status !== 200) throw new Error(`/factorial answered ${response.status}`);
    }
  }

  const clients = users.flatMap((token) => Array(CLIENTS_PER_USER).fill(token));
  await Promise.all(clients.map(run));
}
