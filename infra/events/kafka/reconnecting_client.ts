import { deadlineIn } from "../../async/deadline.ts";
import { type TimeoutOptions, withTimeout } from "../../async/with_timeout.ts";

/** A client that is disconnected after a failure and replaced at its next use. */
export interface ReconnectingClient<Client> {
  /** The result of work with the client. Throws the client's error or the timeout error. */
  use<Result>(work: (client: Client) => Promise<Result>, timeout: TimeoutOptions): Promise<Result>;
  /** Disconnects; gives up after half a second. */
  close(): Promise<void>;
}

export interface ReconnectingClientOptions<Client> {
  readonly connect: () => Promise<Client>;
  /** Whether an error is a reply of the brokers, after which the connection is still usable. */
  readonly isReply: (error: unknown) => boolean;
}

const CLOSE_MS = 500;

export function createReconnectingClient<Client extends { disconnect(): Promise<void> }>(
  { connect, isReply }: ReconnectingClientOptions<Client>,
): ReconnectingClient<Client> {
  let current: Promise<Client> | undefined;

  function disconnect(client: Promise<Client> | undefined): Promise<void> {
    return client?.then((connected) => connected.disconnect()).catch(() => {}) ?? Promise.resolve();
  }

  /** Disconnects now, and again after the pending work, which may reconnect the client. */
  function drop(client: Promise<Client>, working: Promise<unknown>): void {
    if (current === client) current = undefined;
    disconnect(client);
    working.catch(() => {}).finally(() => disconnect(client));
  }

  return {
    use: async (work, timeout) => {
      const client = current ??= connect();
      const working = client.then(work);
      try {
        return await withTimeout(working, timeout);
      } catch (error) {
        if (!isReply(error)) drop(client, working);
        throw error;
      }
    },
    close: async () => {
      const client = current;
      current = undefined;
      await deadlineIn(CLOSE_MS).wait(disconnect(client));
    },
  };
}
