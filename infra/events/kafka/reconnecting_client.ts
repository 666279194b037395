import { withTimeout } from "../../async/with_timeout.ts";

/** A client that is dropped when it fails, and made anew when it is used next. */
export interface ReconnectingClient<Client> {
  /** Throws what the client threw, or an error that says what took longer than allowed. */
  use<Result>(
    what: string,
    timeLimitMs: number,
    work: (client: Client) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

export interface ReconnectingClientOptions<Client> {
  readonly connect: () => Promise<Client>;
  /** Whether an error is an answer of the brokers, after which the client is still good. */
  readonly isAnswer: (error: unknown) => boolean;
}

const CLOSE_MS = 500;

export function createReconnectingClient<Client extends { disconnect(): Promise<void> }>(
  { connect, isAnswer }: ReconnectingClientOptions<Client>,
): ReconnectingClient<Client> {
  let current: Promise<Client> | undefined;

  function disconnect(client: Promise<Client> | undefined): Promise<void> {
    return client?.then((connected) => connected.disconnect()).catch(() => {}) ?? Promise.resolve();
  }

  /** Work under way connects anew until it gives up, so that the client is closed then as well. */
  function drop(client: Promise<Client>, working: Promise<unknown>): void {
    if (current === client) current = undefined;
    disconnect(client);
    working.catch(() => {}).finally(() => disconnect(client));
  }

  return {
    use: async (what, timeLimitMs, work) => {
      const client = current ??= connect();
      const working = client.then(work);
      try {
        return await withTimeout(what, working, timeLimitMs);
      } catch (error) {
        if (!isAnswer(error)) drop(client, working);
        throw error;
      }
    },
    close: () => {
      const client = current;
      current = undefined;
      return withTimeout("Closing a client", disconnect(client), CLOSE_MS).catch(() => {});
    },
  };
}
