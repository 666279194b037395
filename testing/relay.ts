/** Address of the server behind a relay. */
export interface RelayTarget {
  readonly hostname: string;
  readonly port: number;
}

/** A TCP proxy in front of a server that can delay, drop or cut traffic. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
  /** Drops all further traffic of the open connections; new connections are not affected. */
  silence(): void;
  /** Delays all further traffic from the server. */
  delay(ms: number): void;
  /** Closes each connection that then receives a reply after half of that reply, until `false`. */
  cutReplies(isOn: boolean): void;
  /** Connects new connections to another server, and closes the open ones. */
  moveTo(target: RelayTarget): void;
}

export function startRelay(initialTarget: RelayTarget): Relay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const silenced = new Set<Deno.Conn>();
  const open = new Set<Deno.Conn>();
  const forwarding = new Set<Promise<void>>();
  let target = initialTarget;
  let delayMs = 0;
  let cutsReplies = false;

  async function accept(): Promise<void> {
    for await (const near of listener) {
      const far = await Deno.connect(target).catch(() => undefined);
      if (!far) {
        near.close();
        continue;
      }
      for (const connection of [near, far]) open.add(connection);
      track(forward(near, far, "request"));
      track(forward(far, near, "reply"));
    }
  }

  function track(work: Promise<void>): void {
    forwarding.add(work);
    work.finally(() => forwarding.delete(work));
  }

  async function forward(
    from: Deno.Conn,
    to: Deno.Conn,
    direction: "request" | "reply",
  ): Promise<void> {
    const buffer = new Uint8Array(65_536);
    let delivered = Promise.resolve();

    async function deliver(bytes: Uint8Array, waitMs: number): Promise<void> {
      const before = delivered;
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      await before;
      if (!silenced.has(from)) await writeAll(to, bytes);
    }

    try {
      for (;;) {
        const count = await from.read(buffer);
        if (count === null) break;
        const isReply = direction === "reply";
        const isCut = isReply && cutsReplies;
        const bytes = buffer.slice(0, isCut ? Math.floor(count / 2) : count);
        delivered = deliver(bytes, isReply ? delayMs : 0);
        delivered.catch(() => {});
        // Traffic that is delayed does not delay what follows, as on a long cable.
        if (!isReply || delayMs === 0) await delivered;
        if (isCut) break;
      }
      await delivered;
    } catch {
      // One side has closed its connection.
    }
    await delivered.catch(() => {});
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
    cutReplies: (isOn) => {
      cutsReplies = isOn;
    },
    moveTo: (newTarget) => {
      target = newTarget;
      for (const connection of [...open]) close(connection);
    },
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepting;
      for (const connection of [...open]) close(connection);
      await Promise.all(forwarding);
    },
  };
}

async function writeAll(to: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await to.write(bytes.subarray(written));
  }
}
