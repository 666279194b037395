/** A TCP proxy in front of a server that can delay or drop traffic. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** Drops all further traffic of the open connections; new connections are not affected. */
  silence(): void;
  /** Delays all further traffic from the server. */
  delay(ms: number): void;
}

export function startRelay(target: { readonly hostname: string; readonly port: number }): Relay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const silenced = new Set<Deno.Conn>();
  const open = new Set<Deno.Conn>();
  const forwarding = new Set<Promise<void>>();
  let delayMs = 0;

  async function accept(): Promise<void> {
    for await (const near of listener) {
      const far = await Deno.connect(target).catch(() => undefined);
      if (!far) {
        near.close();
        continue;
      }
      for (const connection of [near, far]) open.add(connection);
      track(forward(near, far, () => 0));
      track(forward(far, near, () => delayMs));
    }
  }

  function track(work: Promise<void>): void {
    forwarding.add(work);
    work.finally(() => forwarding.delete(work));
  }

  async function forward(from: Deno.Conn, to: Deno.Conn, delay: () => number): Promise<void> {
    const buffer = new Uint8Array(65_536);
    try {
      for (;;) {
        const count = await from.read(buffer);
        if (count === null) break;
        if (delay() > 0) await new Promise((resolve) => setTimeout(resolve, delay()));
        if (!silenced.has(from)) await to.write(buffer.slice(0, count));
      }
    } catch {
      // One side has closed its connection.
    }
    for (const connection of [from, to]) close(connection);
  }

  function close(connection: Deno.Conn): void {
    if (open.delete(connection)) connection.close();
  }

  const accepting = accept();
  return {
    port: listener.addr.port,
    delay: (ms) => {
      delayMs = ms;
    },
    silence: () => {
      for (const connection of open) silenced.add(connection);
    },
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepting;
      for (const connection of [...open]) close(connection);
      await Promise.all(forwarding);
    },
  };
}
