import type { Attack } from "../../testing/abuse/attack.ts";
import { createSignInFrom } from "../../testing/abuse/sign_in_from.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { PASSWORD } from "../../testing/service.ts";

const ADDRESSES = 250;

/** 20 at once and one in 10 seconds; more addresses than that are refused. */
const maxChecked = (seconds: number) => 21 + Math.ceil(seconds / 10);

export const attack: Attack = {
  name: "wrong passwords for one account from 250 addresses, which cannot lock its owner out",
  async run(target, until) {
    const signIn = createSignInFrom(target);
    const started = performance.now();
    let checked = 0;
    for (let index = 0; !until.aborted; index++) {
      const status = await signIn(`127.3.0.${index % ADDRESSES + 1}`, "a wrong password");
      if (status === 401) checked++;
    }
    const max = maxChecked((performance.now() - started) / 1_000);
    if (checked > max) throw new Error(`${checked} guesses were checked, at most ${max} expected`);
    const owner = await signIn("127.0.0.1", PASSWORD);
    if (owner !== 200) throw new Error(`The owner was answered ${owner}`);
  },
};

testAttack(attack, import.meta.url);
