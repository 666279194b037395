import type { Attack } from "../../testing/abuse/attack.ts";
import { createSignInFrom } from "../../testing/abuse/sign_in_from.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { PASSWORD } from "../../testing/service.ts";

const CONCURRENT = 16;

/** Each address is used for fewer sign-ins than a minute allows. */
const SIGN_INS_PER_ADDRESS = 10;

export const attack: Attack = {
  name: "16 sign-ins at a time, which take memory and time to check",
  async run(target, until) {
    const signIn = createSignInFrom(target);
    let count = 0;

    async function repeat(): Promise<void> {
      while (!until.aborted) {
        const index = Math.floor(count++ / SIGN_INS_PER_ADDRESS);
        const address = `127.4.${index >> 8}.${index & 255}`;
        const status = await signIn(address, PASSWORD);
        if (status !== 200) throw new Error(`A sign-in was answered ${status}`);
      }
    }

    await Promise.all(Array.from({ length: CONCURRENT }, repeat));
  },
};

testAttack(attack, import.meta.url);
