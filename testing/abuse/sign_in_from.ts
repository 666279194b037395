import type { AttackTarget } from "./attack.ts";

/**
 * Signs an account in, by default the attacker's, from an address in 127.0.0.0/8; resolves with the
 * status.
 */
export type SignInFrom = (address: string, password: string, username?: string) => Promise<number>;

export function createSignInFrom({ address, username: own }: AttackTarget): SignInFrom {
  return async (localAddress, password, username = own) => {
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
