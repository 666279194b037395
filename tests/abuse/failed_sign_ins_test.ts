import type { Attack } from "../../testing/abuse/attack.ts";
import { createSignInFrom } from "../../testing/abuse/sign_in_from.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

const CONCURRENT = 16;

/** Each address is used for fewer failures than a minute allows. */
const FAILURES_PER_ADDRESS = 10;

export const attack: Attack = {
  name: "16 failed sign-ins at a time, each with a name that does not exist",
  async run(target, until) {
    const signIn = createSignInFrom(target);
    let count = 0;

    async function repeat(): Promise<void> {
      while (!until.aborted) {
        const number = count++;
        const index = Math.floor(number / FAILURES_PER_ADDRESS);
        const address = `127.5.${index >> 8}.${index & 255}`;
        const status = await signIn(address, "a wrong password", `nobody-${number}`);
        if (status !== 401) throw new Error(`A failed sign-in was answered ${status}`);
      }
    }

    await Promise.all(Array.from({ length: CONCURRENT }, repeat));
  },
};

testAttack(attack, import.meta.url);
