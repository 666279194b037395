/** A stretch of network between clients and a server, which can lose all that is sent. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** From now on nothing passes on the connections that are open; new ones are not touched. */
  silence(): void;
}

export function startRelay(target: { readonly hostname: string; readonly port: number }): Relay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const silenced = new Set<Deno.Conn>();
  const open = new Set<Deno.Conn>();

  async function accept(): Promise<void> {
    for await (const near of listener) {
      const far = await Deno.connect(target);
      for (const connection of [near, far]) open.add(connection);
      forward(near, far);
      forward(far, near);
    }
  }

  async function forward(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    const buffer = new Uint8Array(65_536);
    try {
      for (;;) {
        const count = await from.read(buffer);
        if (count === null) break;
        if (!silenced.has(from)) await to.write(buffer.slice(0, count));
      }
    } catch {
      // One side has been cut off.
    }
    for (const connection of [from, to]) close(connection);
  }

  function close(connection: Deno.Conn): void {
    if (open.delete(connection)) connection.close();
  }

  const accepting = accept();
  return {
    port: listener.addr.port,
    silence: () => {
      for (const connection of open) silenced.add(connection);
    },
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepting;
      for (const connection of [...open]) close(connection);
    },
  };
}
