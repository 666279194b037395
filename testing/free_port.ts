/** Ports that the system gives neither to connections nor to listeners on port 0. */
const FIRST = 10_000;
const LAST = 32_000;

/** Returns an unused port of 127.0.0.1 that the system gives to no other program. */
export function freePort(): number {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
