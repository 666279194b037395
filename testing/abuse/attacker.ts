/**
 * Runs an attack in a process of its own: `deno run -A attacker.ts MODULE ADDRESS`. Prints a line
 * when the attack is prepared, begins at the first line of standard input and ends with its end.
 */
import { createHttpClient } from "../http_client.ts";
import type { Attack } from "./attack.ts";

const [module = "", address = ""] = Deno.args;
const { attack }: { readonly attack: Attack } = await import(module);
const client = createHttpClient(address);
const target = { ...client, ...await client.newUser() };
await attack.prepare?.(target);
console.log("prepared");
const input = Deno.stdin.readable.getReader();
await input.read();
const end = new AbortController();
input.closed.then(() => end.abort());
input.read();
await attack.run(target, end.signal);
Deno.exit();
