/**
 * Writes domain/accounts/common_passwords.txt: all passwords of at least 10 characters, by rank, from
 * the 49,233 most common passwords published by zxcvbn-ts (MIT licence). Shorter passwords are
 * rejected anyway. Run it with `deno run -A tools/common_passwords.ts`.
 */
import { dictionary } from "@zxcvbn-ts/language-common";

const MIN_CHARACTERS = 10;
const target = new URL("../domain/accounts/common_passwords.txt", import.meta.url);

const passwords: string[] = dictionary["passwords-common"];
const long = passwords.filter((password) => password.length >= MIN_CHARACTERS);
await Deno.writeTextFile(target, long.join("\n") + "\n");
