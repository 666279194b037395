import type { AttackTarget } from "./attack.ts";

/** Signs the attacker's account in from an address in 127.0.0.0/8; resolves with the status. */
export type SignInFrom = (address: string, password: string) => Promise<number>;

export function createSignInFrom({ address, username }: AttackTarget): SignInFrom {
  return async (localAddress, password) => {
    using client = Deno.createHttpClient({ localAddress });
    const response = await fetch(`${address}/token`, {
      client,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    await response.body?.cancel();
    return response.status;
  };
}
