import { isObject } from "../body_object.ts";

/** The service gives out UUIDs. */
const MAX_SESSION_CHARACTERS = 64;

/** The client's session, in which the ids of messages are unique. */
export interface McpSession {
  readonly userId: string;
  /** Undefined for clients of 2026-07-28, which cancel by closing the response. */
  readonly id: string | undefined;
}

/** Requests of 2025 that run and can be cancelled by another message. */
export interface Cancellations {
  /** Watches a request, or all requests of a batch. */
  watch(session: McpSession, body: unknown): WatchedRequests;
  /** Cancels the requests that a notification, or those of a batch, name. */
  accept(session: McpSession, body: unknown): void;
}

export interface WatchedRequests {
  /** The signal that aborts when the client cancels a request; undefined if it cannot. */
  signal(requestId: unknown): AbortSignal | undefined;
  /** Called when all requests have been answered. */
  release(): void;
}

export function createCancellations(): Cancellations {
  const running = new Map<string, AbortController>();

  function watch(session: McpSession, body: unknown): WatchedRequests {
    const watched = new Map<string, AbortController>();
    for (const message of [body].flat()) {
      const key = isObject(message) ? keyOf(session, message.id) : undefined;
      if (key !== undefined) watched.set(key, new AbortController());
    }
    for (const [key, cancelled] of watched) running.set(key, cancelled);
    return {
      signal: (requestId) => {
        const key = keyOf(session, requestId);
        return key === undefined ? undefined : watched.get(key)?.signal;
      },
      release: () => {
        for (const [key, cancelled] of watched) {
          if (running.get(key) === cancelled) running.delete(key);
        }
      },
    };
  }

  function accept(session: McpSession, body: unknown): void {
    for (const message of [body].flat()) {
      if (!isObject(message) || message.method !== "notifications/cancelled") continue;
      const { params } = message;
      const key = isObject(params) ? keyOf(session, params.requestId) : undefined;
      if (key !== undefined) running.get(key)?.abort();
    }
  }

  return { watch, accept };
}

function keyOf({ userId, id: session }: McpSession, id: unknown): string | undefined {
  if (session === undefined || session.length > MAX_SESSION_CHARACTERS) return undefined;
  if (typeof id !== "number" && typeof id !== "string") return undefined;
  return JSON.stringify([userId, session, id]);
}
